"""What decides a result, hashed by what it means: an edit that changes nothing but form asks for nothing anew.

- `modules`: what a name in a module of a package stands for
- `canonical_json`: plain data as the one text that stands for it, the hash of that, and text read back
- `array_errors`: what reading a file of arrays raises that holds other things
- `data`: the identity of a data file
- `syntax_tree`: one definition without its form
- `code`: a hash of everything that it reaches, by what it means and not by where it stands
"""
