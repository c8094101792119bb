"""AI Hub's 「한국인 감정인식을 위한 복합 영상」 (dataSetSn 82), from its folders to face crops.

The way of a tree: `layout` finds label files and pictures whatever happened to their names,
`records` reads the label files, `survey` joins both, `plan` splits and samples before any picture
is opened, `cutting` decodes and crops, `prepare` does that on all cores and can be stopped at any
moment, `report` says what came of it, and `reader` answers the prepared faces.
"""
