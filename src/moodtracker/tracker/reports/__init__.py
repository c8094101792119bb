"""Monthly and yearly reports: told once as a document, shown as a page and set as a PDF."""
