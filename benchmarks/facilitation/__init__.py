"""How well people are heard: this policy against four others in simulated classes.

``python -m benchmarks.facilitation`` (``make bench-facilitation``) plays some tens of thousands of
classes through the real rules in ``discussion/``, prints the tables and writes them, with a
picture, into ``docs/facilitation.md``. ``--seeds N`` plays N seeds of each kind of class; with
``--tuning`` it plays the seeds that the policy may be tuned on, and writes nothing.

``model`` states what is assumed of people; ``ways`` are the policies; ``classroom`` plays a class;
``measures`` says what is reported; ``sensitivity`` varies the assumptions.
"""
