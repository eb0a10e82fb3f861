"""Function words: words of closed classes, which say nothing of what a text or a query is about.

Articles, pronouns, prepositions, conjunctions, auxiliaries, question words and modal adverbs. "skal", "vil" and "kan"
are among them: a modal verb tells a commitment from a remark, but not what either is about.
"""

from __future__ import annotations

_DANISH = """
af alle alt altså anden andet andre at blev blive bliver blevet bør da de dem den denne der deres det dette
dig din dine dit disse du efter eller en end ens er et for fordi fra få får før gennem gjort gør gøre ham
han hans har have havde hen hende hendes her hos hun hvad hvem hver hvilke hvilken hvilket hvis hvor hvordan
hvorfor hvornår i ift igen ikke imellem ind inden ja jeg jer jeres jo kan kun kunne lade man med meget
mellem men mens mere mest mig min mine mit mod må måtte ned nej nogen noget nogle nok nu når og også om
omkring op os over pr på samt selv ser sig sin sine sit skal ske sker skulle som så sådan til ud under uden
undtagen var ved vi via vil ville være været vor vore vores
"""
_ENGLISH = """
a about all an and any are as at be been by can do does done for from had has have how if in into is it its
of on or our shall should that the their them there these they this those to was we were what when where
which who whom whose why will with would you your
"""

DANISH_STOPS = frozenset(_DANISH.split())
ENGLISH_STOPS = frozenset(_ENGLISH.split())
STOPS = DANISH_STOPS | ENGLISH_STOPS
