"""What a user asks: scenario and plan files read, composed, checked, explained.

- `input_errors`: what can be wrong with what a user typed
- `text_file`: from a path to text that is safe to look at
- `yaml_tree`: a YAML file as a tree in which every key and every value knows where it stands
- `yaml_reader`: from text to a tree with places
- `value_types`: kinds of values a scenario file holds
- `province_block`: what one province knows of itself at a base date
- `block_reader`: reads one block of a scenario file field by field, so that one fault never hides another
- `scenario`: the frozen objects that a scenario file becomes
- `horizons`: which base dates and last months can be simulated
- `blocks`: the shape of a scenario file, block by block
- `extends`: one scenario out of several files
- `levels`: from `value`/`start`/`ramp`/`end` or dated `values` to a Schedule
- `goals_and_shocks`: the `goals:` of a scenario file
- `levers`: the `levers:` of a scenario file
- `baseline`: what a scenario is compared with
- `json_schema`: the JSON Schema (draft-07) of scenario files
- `load`: a scenario as the rest of laborsim sees it
- `explanation`: what a scenario says, in words
- `new_file`: a new scenario file, ready to be edited
- `plan`: a plan as the rest of laborsim sees it
"""
