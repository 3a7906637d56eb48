package io.stowage.sim.mutation;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** What becomes of a value on the operand stack. */
sealed interface Change {
    /** The class of lists. */
    ClassDesc LIST = ConstantDescs.CD_List;

    /** Another value in its place; a boolean is 0 or 1. */
    record Constant(long value) implements Change {}

    /** More, or less. */
    record Plus(long amount) implements Change {}

    /** So many times as much. */
    record Times(long factor) implements Change {}

    /** One number in place of another, all others stay. */
    record Instead(int of, int value) implements Change {}

    /** True for false and false for true. */
    record Negated() implements Change {}

    /** The nanoseconds of the machine's clock, which the engine must never look at. */
    record Clock() implements Change {}

    /** A list without its last element. */
    record WithoutLast() implements Change {}

    /** Writes the code that changes the value on top of the stack. */
    default void write(final CodeBuilder code, final TypeKind kind) {
        final boolean wide = kind == TypeKind.LONG;
        switch (this) {
            case Constant(long value) -> {
                pop(code, kind);
                push(code, kind, value);
            }
            case Plus(long amount) -> {
                push(code, kind, amount);
                if (wide) {
                    code.ladd();
                } else {
                    code.iadd();
                }
            }
            case Times(long factor) -> {
                push(code, kind, factor);
                if (wide) {
                    code.lmul();
                } else {
                    code.imul();
                }
            }
            case Instead(int of, int value) -> {
                final Label other = code.newLabel();
                code.dup().loadConstant(of).if_icmpne(other);
                code.pop().loadConstant(value).labelBinding(other);
            }
            case Negated() -> code.iconst_1().ixor();
            case WithoutLast() -> withoutLast(code);
            case Clock() -> {
                pop(code, kind);
                code.invokestatic(
                        ClassDesc.of("java.lang.System"), "nanoTime", MethodTypeDesc.of(ConstantDescs.CD_long));
                if (!wide) {
                    code.l2i();
                }
            }
        }
    }

    private static void withoutLast(final CodeBuilder code) {
        final int last = code.allocateLocal(TypeKind.INT);
        code.dup()
                .invokeinterface(LIST, "size", MethodTypeDesc.of(ConstantDescs.CD_int))
                .iconst_1()
                .isub()
                .istore(last)
                .iconst_0()
                .iload(last)
                .invokeinterface(LIST, "subList", MethodTypeDesc.of(LIST, ConstantDescs.CD_int, ConstantDescs.CD_int));
    }

    /** Takes a value off the stack. */
    static void pop(final CodeBuilder code, final TypeKind kind) {
        switch (kind.slotSize()) {
            case 0 -> {}
            case 1 -> code.pop();
            default -> code.pop2();
        }
    }

    /** Puts a number on the stack; of an object only {@code null} can be put. */
    static void push(final CodeBuilder code, final TypeKind kind, final long value) {
        switch (kind) {
            case LONG -> code.loadConstant(value);
            case INT, BOOLEAN, BYTE, CHAR, SHORT -> code.loadConstant((int) value);
            case REFERENCE -> code.aconst_null();
            case VOID -> {}
            case FLOAT, DOUBLE -> throw new IllegalArgumentException("the engine has no " + kind + " to change");
        }
    }
}
