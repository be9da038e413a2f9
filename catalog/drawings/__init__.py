"""What charts, figures of records and drawings of surveys are made of: SVG, and boxes joined by arrows."""
