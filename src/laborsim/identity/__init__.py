"""What decides a result, hashed by what it means: an edit that changes nothing but form asks for nothing anew.

`plain`: plain data as one text and its hash. `data`: a data file by the values in it. `modules`: what a name in a
module stands for. `tree`: one definition without its form. `code`: the identity of code, everything that roots reach.
"""
