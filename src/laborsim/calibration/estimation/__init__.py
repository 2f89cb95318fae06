"""The search for the free parameters, and what it leaves uncertain.

- `evaluation_log`: every run of a calibration on disk at once, so that a killed one goes on where it stopped
- `evaluator`: a steered run gives the moments and the constants of one parameter vector
- `objective`: what a search makes small: misses of targets and of priors, in standard errors
- `response`: how every constant answers to the free parameters, by regression over the runs of a design
- `search`: screen, explore by emulator in waves, least squares from several starts
- `posterior`: what targets and priors leave open, drawn by emcee from the emulator around the estimate
- `gate`: what the baseline at a draw has to show before the draw is shipped
- `draws`: the constants of each draw are solved and its baseline judged; who fails is solved anew
- `outcome`: estimate, posterior, response, and the rows of the two tables of a calibration
- `response_design`: the response of a base year that is not calibrated itself
- `result_folder`: what a calibration leaves on disk, and a manifest over all of it
"""
