package io.stowage.sim.mutation;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;

/** Edits the calls of one method, and counts what it found. */
final class CallEditor implements CodeTransform {
    private final Edit edit;
    private final Call call;
    private int found;

    CallEditor(final Edit edit, final Call call) {
        this.edit = edit;
        this.call = call;
    }

    int found() {
        return found;
    }

    @Override
    public void accept(final CodeBuilder code, final CodeElement element) {
        if (element instanceof InvokeInstruction invoke && call.isOf(invoke)) {
            found++;
            if (call.means(found)) {
                edit(code, invoke);
                return;
            }
        }
        code.with(element);
    }

    private void edit(final CodeBuilder code, final InvokeInstruction invoke) {
        switch (edit) {
            case Edit.Drop dropped -> drop(code, invoke);
            case Edit.DropWhere(Call where, int argument, int value) -> dropWhere(code, invoke, argument, value);
            case Edit.Result(Call of, Change change) -> {
                code.with(invoke);
                change.write(code, TypeKind.from(invoke.typeSymbol().returnType()));
            }
            case Edit.Argument(Call of, int argument, Change change) -> {
                final int[] locals = spill(code, invoke, argument);
                change.write(code, kindOf(invoke, argument));
                reload(code, invoke, locals, argument + 1);
                code.with(invoke);
            }
            case Edit.Redirect(Call from, String to) ->
                code.invoke(invoke.opcode(), invoke.owner().asSymbol(), to, invoke.typeSymbol(), invoke.isInterface());
            case Edit.Body body -> throw new IllegalStateException("a body has no calls: " + body);
        }
    }

    private static void drop(final CodeBuilder code, final InvokeInstruction invoke) {
        for (int i = invoke.typeSymbol().parameterCount() - 1; i >= 0; i--) {
            Change.pop(code, kindOf(invoke, i));
        }
        if (invoke.opcode() != Opcode.INVOKESTATIC) {
            code.pop();
        }
        Change.push(code, TypeKind.from(invoke.typeSymbol().returnType()), 0);
    }

    /** Arguments and receiver wait in locals until it is known whether the call is made. */
    private static void dropWhere(
            final CodeBuilder code, final InvokeInstruction invoke, final int argument, final int value) {
        final int[] locals = spill(code, invoke, -1);
        final int receiver = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(receiver);
        final Label end = code.newLabel();
        code.iload(locals[argument]).loadConstant(value).if_icmpeq(end);
        code.aload(receiver);
        reload(code, invoke, locals, 0);
        code.with(invoke).labelBinding(end);
    }

    /** Takes the arguments after one off the stack, into locals. */
    private static int[] spill(final CodeBuilder code, final InvokeInstruction invoke, final int after) {
        final int[] locals = new int[invoke.typeSymbol().parameterCount()];
        for (int i = locals.length - 1; i > after; i--) {
            final TypeKind kind = kindOf(invoke, i);
            locals[i] = code.allocateLocal(kind);
            code.storeLocal(kind, locals[i]);
        }
        return locals;
    }

    private static void reload(
            final CodeBuilder code, final InvokeInstruction invoke, final int[] locals, final int from) {
        for (int i = from; i < locals.length; i++) {
            code.loadLocal(kindOf(invoke, i), locals[i]);
        }
    }

    private static TypeKind kindOf(final InvokeInstruction invoke, final int argument) {
        final ClassDesc type = invoke.typeSymbol().parameterType(argument);
        return TypeKind.from(type);
    }
}
