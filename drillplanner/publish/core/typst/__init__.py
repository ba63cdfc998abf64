"""PDFs made by Typst, whatever they contain."""
