"""Where records come from: our own charts and exercises, and files typed by hand."""
