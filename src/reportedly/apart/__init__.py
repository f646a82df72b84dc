"""Functions that read outside bytes, called in a process of their own that may be killed.

A page can be made so that a parser never ends, takes all memory or crashes. So none parses in this process:
a child without network, without files to write, and bounded in memory and time does, and one that is over a
bound is killed and started anew. The page costs one row, and what came before and comes after costs nothing.

:mod:`.keeper` is this side of it; :mod:`.process` the other, behind what :mod:`.walls` puts up; :mod:`.wire`
what goes between them, which either side takes from the other only as records of types that it names.
"""

from reportedly.apart.keeper import Keeper, Over, TooMuchMemory, TooMuchTime, Unanswered, call, prepare

__all__ = ["Keeper", "Over", "TooMuchMemory", "TooMuchTime", "Unanswered", "call", "prepare"]
