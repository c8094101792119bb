"""The report on a model: measured once, told once, written as one HTML file and one PDF.

`findings.measure` reads the faces and works everything out; `story.tell` says it, as `blocks`;
`page.page` and `pdf.pdf` set those. `write.write_report` does it all.
"""
