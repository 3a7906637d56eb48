package io.stowage.sim.mutation;

/** What is changed in the code of one method. */
sealed interface Edit {
    /** Calls are left out; what they would return is zero, false or null. */
    record Drop(Call call) implements Edit {}

    /** Calls are left out where an argument has a certain value; for methods that return nothing. */
    record DropWhere(Call call, int argument, int value) implements Edit {}

    /** Calls are made, but return something else. */
    record Result(Call call, Change change) implements Edit {}

    /** Calls are made with another argument, counted from 0. */
    record Argument(Call call, int argument, Change change) implements Edit {}

    /** Another method of the same class, with the same parameters, is called. */
    record Redirect(Call call, String to) implements Edit {}

    /** The method does nothing but return a number, or just return. */
    record Body(long value) implements Edit {}

    static Edit drop(final String callee) {
        return new Drop(Call.of(callee));
    }

    static Edit drop(final Call call) {
        return new Drop(call);
    }

    static Edit dropWhere(final String callee, final int argument, final int value) {
        return new DropWhere(Call.of(callee), argument, value);
    }

    static Edit result(final String callee, final long value) {
        return result(Call.of(callee), value);
    }

    static Edit result(final Call call, final long value) {
        return new Result(call, new Change.Constant(value));
    }

    static Edit result(final String callee, final Change change) {
        return new Result(Call.of(callee), change);
    }

    static Edit result(final Call call, final Change change) {
        return new Result(call, change);
    }

    static Edit argument(final String callee, final int argument, final long value) {
        return argument(Call.of(callee), argument, value);
    }

    static Edit argument(final Call call, final int argument, final long value) {
        return new Argument(call, argument, new Change.Constant(value));
    }

    static Edit argument(final String callee, final int argument, final Change change) {
        return new Argument(Call.of(callee), argument, change);
    }

    static Edit argument(final Call call, final int argument, final Change change) {
        return new Argument(call, argument, change);
    }

    static Edit redirect(final String callee, final String to) {
        return new Redirect(Call.of(callee), to);
    }

    static Edit returns(final long value) {
        return new Body(value);
    }
}
