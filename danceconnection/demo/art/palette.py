"""The inks of the magazine. Few of them, so that all pictures belong together."""

PAPER = (246, 238, 222)
CREAM = (255, 248, 234)
INK = (35, 47, 80)
NIGHT = (43, 58, 97)
TOMATO = (231, 86, 62)
OCHRE = (244, 180, 64)
PINK = (243, 170, 158)
SKY = (163, 201, 219)
SAGE = (126, 176, 150)
TEAL = (48, 124, 122)
