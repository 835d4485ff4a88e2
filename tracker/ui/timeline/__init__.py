"""An arrangement through time: the picture, its scale, its slider, and how it is painted."""
