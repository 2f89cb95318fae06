"""The search for the free parameters, and what it leaves uncertain.

- `evaluation_log`: every run of a calibration on disk at once, so that a killed one goes on where it stopped
- `evaluation`: a single steered, warm-started run gives the moments and the constants of one parameter vector
- `objective`: what a search makes small
- `response`: how every constant answers to the free parameters, by regression over the runs of a design
- `search`: screen, explore by emulator in waves, least squares from several starts
- `posterior`: what targets and priors leave open, drawn by emcee from the emulator around the estimate
- `outcome`: the outcome of a calibration
- `response_design`: the response of a base year that is not calibrated itself
- `result_folder`: what a calibration leaves on disk
"""
