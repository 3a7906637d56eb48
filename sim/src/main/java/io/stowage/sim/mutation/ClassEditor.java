package io.stowage.sim.mutation;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;

/** Edits the bytes of a class. An edit that does not fit exactly is an error: the check must not rot. */
final class ClassEditor {
    private final String fault;
    private final ClassEdit edit;
    private final ClassFile classFile;

    ClassEditor(final String fault, final ClassEdit edit, final ClassLoader library) {
        this.fault = fault;
        this.edit = edit;
        classFile = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(library).orElse(ClassHierarchyResolver.defaultResolver())));
    }

    byte[] edit(final byte[] original) {
        byte[] edited = original;
        for (final Edit each : edit.edits()) {
            edited = edit(edited, each);
        }
        return edited;
    }

    private byte[] edit(final byte[] original, final Edit each) {
        return switch (each) {
            case Edit.Body(long value) -> replaceBody(original, each, value);
            case Edit.Drop(Call call) -> editCalls(original, each, call);
            case Edit.DropWhere(Call call, int argument, int value) -> editCalls(original, each, call);
            case Edit.Result(Call call, Change change) -> editCalls(original, each, call);
            case Edit.Argument(Call call, int argument, Change change) -> editCalls(original, each, call);
            case Edit.Redirect(Call call, String to) -> editCalls(original, each, call);
        };
    }

    private byte[] replaceBody(final byte[] original, final Edit each, final long value) {
        final int[] found = {0};
        final byte[] edited = transform(original, (builder, method) -> {
            found[0]++;
            final TypeKind kind = TypeKind.from(method.methodTypeSymbol().returnType());
            builder.withCode(code -> {
                Change.push(code, kind, value);
                code.return_(kind);
            });
        });
        require(found[0] == 1, each, "one method of this name", found[0]);
        return edited;
    }

    private byte[] editCalls(final byte[] original, final Edit each, final Call call) {
        final int[] methods = {0};
        final CallEditor editor = new CallEditor(each, call);
        final byte[] edited = transform(original, (builder, method) -> {
            methods[0]++;
            builder.transformCode(method.code().orElseThrow(), editor);
        });
        require(methods[0] == 1, each, "one method of this name", methods[0]);
        require(editor.found() == call.sites(), each, call.sites() + " calls of " + call.callee(), editor.found());
        return edited;
    }

    private void require(final boolean fits, final Edit each, final String expected, final int found) {
        if (!fits) {
            throw new IllegalStateException("fault " + fault + " does not fit the code any more: in "
                    + edit.className() + "." + edit.methodName() + " it needs " + expected + ", found " + found + ": "
                    + each);
        }
    }

    /** What becomes of the code of the fault's method. */
    private interface BodyEditor {
        void edit(MethodBuilder builder, MethodModel method);
    }

    private byte[] transform(final byte[] original, final BodyEditor editor) {
        final ClassModel model = classFile.parse(original);
        return classFile.transformClass(model, new ClassTransform() {
            @Override
            public void accept(final ClassBuilder builder, final ClassElement element) {
                if (element instanceof MethodModel method && isMeant(method)) {
                    builder.transformMethod(method, (MethodBuilder target, MethodElement part) -> {
                        if (part instanceof CodeModel) {
                            editor.edit(target, method);
                        } else {
                            target.with(part);
                        }
                    });
                } else {
                    builder.with(element);
                }
            }
        });
    }

    private boolean isMeant(final MethodModel method) {
        final String meant = edit.methodName();
        final int slash = meant.indexOf('/');
        return slash < 0
                ? method.methodName().equalsString(meant)
                : method.methodName().equalsString(meant.substring(0, slash))
                        && method.methodTypeSymbol().parameterCount() == Integer.parseInt(meant.substring(slash + 1));
    }
}
