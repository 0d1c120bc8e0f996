"""Understanding files apart from the server, where time and memory are limited.

A server that many look at must not stand still, nor grow, because of what one file says. There
:mod:`itasdash.ingest.apart.readers` hands each file to a process that understands it
(:mod:`itasdash.ingest.apart.reader`), and reads what it answers
(:mod:`itasdash.ingest.apart.answers`). A command is a process of its own already.
"""
