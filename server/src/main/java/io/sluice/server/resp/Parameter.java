package io.sluice.server.resp;

/**
 * One thing that a command takes, as it is parsed and as it is documented.
 *
 * @param name what it is called in the documentation, lower case.
 * @param type the kind of value.
 * @param token the word in front of an option's value, or the flag itself; {@code null} where the place says what it is.
 * @param optional whether it may be left out.
 * @param multiple whether it may be there more than once.
 * @param valueCount how many values follow a token, 0 for a flag; 1 without a token.
 * @param choice parameters of the same choice, 1 or more, exclude each other; 0 for none.
 * @param reader takes it in.
 */
record Parameter(
        String name,
        Type type,
        String token,
        boolean optional,
        boolean multiple,
        int valueCount,
        int choice,
        Reader reader) {

    /** Kinds of values; the words are those of {@code COMMAND DOCS}. */
    enum Type {
        /** Bytes or text. */
        STRING("string"),
        /** The name of a queue or a limit, which a user may reach or not. */
        NAME("string"),
        /** The id of a task, whose queue a user may reach or not. */
        TASK("string"),
        /** A whole number. */
        INTEGER("integer"),
        /** Unix milliseconds. */
        UNIX_TIME("unix-time"),
        /** No value: the word itself says it. */
        TOKEN("pure-token");

        private final String word;

        Type(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** Takes in what stands at one place of a command. */
    @FunctionalInterface
    interface Reader {
        /**
         * Takes in a value.
         *
         * @param arguments the command.
         * @param index where the first value stands, or the flag.
         * @throws IllegalArgumentException if it is not good; the message says what would be.
         */
        void read(Arguments arguments, int index);
    }

    /** Returns how many words it is. */
    int words() {
        return token == null ? 1 : 1 + valueCount;
    }

    /** Takes it in where it begins at {@code index}. */
    void read(Arguments arguments, int index) {
        int first = token == null || valueCount == 0 ? index : index + 1;
        reader.read(arguments, first);
        if (type == Type.NAME) {
            arguments.addName(first);
        } else if (type == Type.TASK) {
            arguments.task(first);
        }
    }

    /** Returns it the way a manual would write it. */
    String usage() {
        String usage = token == null ? name : type == Type.TOKEN ? token : token + " " + name;
        return multiple ? usage + " [" + usage + " ...]" : usage;
    }
}
