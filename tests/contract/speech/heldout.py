"""What is said to the ear that is no command: for measuring, never for building.

No text of these lists, nor the voices that say them, may be used in choosing decoys, weights or
thresholds of `resources/speech/make_commands.py`; else the measure is worth nothing. The texts
are what people say near such a machine, many of them with words of the commands.
"""

from __future__ import annotations

VOICES = ("flite/rms", "espeak/en-us", "espeak/en-gb+f3")

# Measured once while building, with one false accept of 162: "my glasses", said by espeak/en-us,
# was taken for "my messages". Kept as what is known to be hard.
FIRST = """
good afternoon|is anybody there|how do I switch it on|my daughter comes on friday
they closed the bakery|it rained all night|the stairs are slippery|which button is it
I think it is asleep|the dog barked again|what did he say|I can not read this|next one please
home sweet home|she went home early|back in a minute|give it back|the last page is missing
send him a letter|a message from the bank|please help my wife|yes of course|no not that one
thanks a lot|stop here|stop talking|the text is too small|a bigger chair|he speaks too fast
could you speak louder|tell me a story|tell them later|open the curtains|a notice on the door
my glasses|my messages are on the table|I never learned to swim|one moment|number
the number of the bus is nine|number eleven|two or three|seven|say that once more|again|faster
it is slower than before|who is speaking|lights out|mind the step|pass me the sugar
a loaf of bread|hold my hand|see you tomorrow
"""
# Written after that and measured once, with one false accept of 165: "is it your turn", said by
# espeak/en-gb+f3, was taken for "learn"; since then a single word must be surer. So the
# honest guess for speech never heard before is 2 of 327, not 0.
SECOND = """
has the post come yet|I am waiting for the nurse|this chair is comfortable|where is the toilet
she lives on the third floor|somebody left an umbrella|we ran out of milk|please sign here
the heating does not work|he is eighty four|turn left at the corner|I slept badly
there was an accident|do you take sugar|my back is aching|go and look|go slowly
let us go|the next station|next to the window|what is on page six|a long page
he reads the news to me|do not read it yet|reading is fun|stop the bus|open your mouth
the shop opens at nine|tell him I called|use the stairs|my sister|she sent me a message
helping hands|help is coming|I said it already|speak to the manager|talk slower please
run faster|a text from my son|small potatoes|please be quiet|yes it is|yes sir|no problem
thank you doctor|no sugar thank you|send it by post|what number is it|house number twenty
numbers are hard|nine o'clock|eight or nine|once again|hear the bells|is it your turn
"""


def texts(listed: str) -> tuple[str, ...]:
    """The utterances of a list."""
    return tuple(text for line in listed.split("\n") for text in line.split("|") if text)
