"""What a user asks: scenario and plan files read, composed, checked, explained.

- `input_errors`: what can be wrong with what a user typed: every error code, its place and its remedy
- `text_file`: from a path to text that is safe to look at
- `yaml_tree`: a YAML file as a tree in which every key and every value knows where it stands
- `remarks`: what a text says of one number among several
- `yaml_reader`: from text to a tree with places
- `blocks`: the shape of a scenario file, block by block
- `value_types`: months, durations, names and places as a file holds them, and how people mistype numbers
- `block_reader`: one block of a file read field by field, so that one fault never hides another
- `extends`: one scenario out of several files
- `scenario`: the frozen objects that a scenario file becomes
- `horizons`: which base dates and last months can be simulated
- `levels`: from a dose with `start`/`ramp`/`end`, or dated `values`, to a Schedule
- `doses`: from what is added to what is there, or a multiple of it, to a level
- `held`: what the base date holds of a lever before anything new is done
- `slips`: numbers that are probably a slip
- `budgets`: one amount, or amounts by calendar year
- `standing`: what exists of a lever at a place, on whose word, and how a total is spread over regions
- `levers`: the `levers:` of a scenario file
- `goals_and_shocks`: the `goals:` and `shocks:` of a scenario file
- `province_block`: what one province knows of itself at a base date
- `baseline`: what a scenario is compared with
- `load`: from a file to a scenario as the rest of laborsim sees it
- `plan`: from a file to a plan: a question about the best mix of levers
- `check`: files of any kind that a user asks with, checked
- `json_schema`: the JSON Schema (draft-07) of scenario files
- `explanation`: what a scenario says, in words
- `new_file`: a new scenario file, ready to be edited
"""
