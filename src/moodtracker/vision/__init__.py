"""Photo → faces → reading. numpy, Pillow and onnxruntime only."""
