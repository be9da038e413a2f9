"""`python -m catalog`: the command line."""

from catalog.cli import main

if __name__ == "__main__":
    main()
