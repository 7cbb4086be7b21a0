"""What is said to the ear that is no command: for measuring, never for building.

No text of the last list, nor its espeak voices, may be used in choosing decoys, weights or
thresholds; else the measure is worth nothing, and another list must be written. The texts are what
people say near such a machine, many of them with words of the commands.
"""

from __future__ import annotations

# Measured once while building, said by flite/rms, espeak/en-us and espeak/en-gb+f3: one false
# accept of 162, "my glasses" by espeak/en-us, taken for "my messages". `FITS` of
# sphinx_recogniser.py was chosen on this list and the next, said by six voices, and on the phrases,
# said by flite's four: both lists are known now and no longer held out.
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
# Written after that and measured once with the same voices: one false accept of 165, "is it your
# turn" by espeak/en-gb+f3, taken for "learn"; since then a single word must be surer.
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

# Written before `FITS` was chosen, and measured once, after it: no false accept of 225. Neither of
# the two espeak voices was used before. As the first two lists had one each when they were new,
# the honest guess for speech never heard before is still some in a thousand, not none.
THIRD_VOICES = ("flite/rms", "espeak/en-gb-scotland", "espeak/en-us+f4")
THIRD = """
could you pass the salt|the lift is broken again|my neighbour plays the piano|what a lovely day
we need more chairs in here|the window does not close|where did I put my keys|he is my grandson
is this the right queue|I have an appointment at ten|the kettle is boiling|do not touch that one
it says so in the paper|the postman was late today|I would like some tea|they moved the bus stop
who left the door open|that is very kind of you|the garden needs rain|can somebody help her
go on then|go away|go to bed|come back tomorrow|look behind you|the back door is locked
next week perhaps|who is next|the first page is torn|turn the page over|previous owners of the house
I was there previously|read it to him later|she read a loud story|the bread is stale|reading glasses
bus stops running at six|do stop it|he opened the parcel|no notices were put up|open the other one
tell her I am well|tell the bus driver|trust us|my mess|those are my medicines|send for a doctor
send my regards|a message came|lessons at school|you will learn in time|help yourself|help him up
say hello|say no more|it began again|speak up please|a slower train|drive faster|big boxes
the smaller bag is mine|yes I think so|pleased to meet you|know thank you cards|no thanks not today
thank you so much|number plates|the number was wrong|one two three|four of us are coming
five past six|seven hills|ate nine biscuits|bigger than that|text me later
"""


def texts(listed: str) -> tuple[str, ...]:
    """The utterances of a list."""
    return tuple(text for line in listed.split("\n") for text in line.split("|") if text)
