"""What every figure stands on: sheet, frame, axes, labels, style, files.

- `style`: colors, sizes, fonts, and the one place where matplotlib's settings are changed, for a while
- `sheet`: a figure page in millimeters: title, subtitle, body, footnote, and the styles of texts
- `frame`: the frame of a chart over months: axes, named months and values
- `axes`: which values are named on an axis, and whether it starts at zero
- `label_layout`: where direct labels stand beside a chart
- `bands`: medians and bands over runs, and which of them the number of runs supports
- `panels`: panels of equal size in rows, each with a name, a line of numbers and named ticks
- `figure_files`: a figure's PNG, SVG and CSV, the same bytes for the same figure
"""
