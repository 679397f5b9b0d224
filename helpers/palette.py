"""The course's colours: one source for figures, explorer, pages and feedback.

Colours of data are those of M. Okabe and K. Ito, "Color Universal Design", 2008,
https://jfly.uni-koeln.de/color/, which colour-blind readers tell apart. Importing this
imports nothing.

Not each of them serves each purpose. Against white, the contrast of yellow is 1.3, of
orange 2.2, of sky 2.3, of purple 3.1, of green 3.4, of vermillion 3.9, of blue 5.2.
WCAG 2 asks for 4.5 for words, and for 3 for bold words and for marks.
"""

BLACK = "#000000"
ORANGE = "#e69f00"
SKY = "#56b4e9"
GREEN = "#009e73"
YELLOW = "#f0e442"
BLUE = "#0072b2"
VERMILLION = "#d55e00"
PURPLE = "#cc79a7"

OKABE_ITO = (BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILLION, PURPLE)

# Not of Okabe and Ito: what is no data.
INK = "#333333"  # words
GREY = "#6b6b6b"  # what stands behind: lines to compare with, groups without a name

# Bold words in these can be read on white; all other words are in ink.
FOR_WORDS = (BLUE, VERMILLION, GREEN, BLACK)
# The order of lines and marks: first those that stand out. Orange and sky come last,
# and where they may occur a second sign has to tell them: a shape or a place. No
# yellow: it is not seen on white.
FOR_MARKS = (*FOR_WORDS, PURPLE, ORANGE, SKY)
