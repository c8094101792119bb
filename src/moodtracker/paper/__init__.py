"""What every document and chart stands on: fonts that hold Korean, and the look of charts."""
