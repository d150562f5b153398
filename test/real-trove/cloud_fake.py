class Fake:
    """Whatever attributes it is given."""

    def __init__(self, **attributes):
        self.__dict__.update(attributes)
