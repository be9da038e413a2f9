"""How files become tables: encodings, headings, rows, values of structured files, folders and addresses."""
