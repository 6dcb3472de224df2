#!/bin/bash
# Met r4 en service : tout ce qu'il faut, et rien à taper à la main. À COMPLÉTER
exit 1
