"""What every figure stands on: sheet, frame, axes, labels, saving, checking.

- `bands`: medians and bands over runs, and which of them the number of runs supports
- `style`: colors, sizes and the one place where matplotlib's settings are changed, for a while
- `axes`: which values are named on an axis, and whether it starts at zero
- `figure_files`: writes a figure's PNG, SVG and CSV, the same bytes for the same figure
- `sheet`: a figure page measured in millimeters
- `labels`: where direct labels stand beside a chart
- `frame`: the frame of a chart over months
- `panels`: panels of equal size in rows, each with a name, a line of numbers and named ticks
"""
