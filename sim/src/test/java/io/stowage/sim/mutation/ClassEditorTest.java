package io.stowage.sim.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.engine.cluster.ConfigTable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Edits change exactly what they say, and say so when they cannot. */
class ClassEditorTest {
    private static final String LIMITS = "io.stowage.engine.space.SpaceLimits";

    @Test
    void shouldLeaveOutTheCallThatIsMeant() throws IOException {
        // given
        final Call put = Call.of("SpaceLimits.put");
        final byte[] original = bytesOf(LIMITS);

        // when
        final byte[] edited =
                editor("capacityChanged", Edit.drop(put.only(2, 6))).edit(original);

        // then
        assertThat(calls(original, "capacityChanged", put)).isEqualTo(6);
        assertThat(calls(edited, "capacityChanged", put)).isEqualTo(5);
        assertThat(calls(edited, "put", Call.of("ConfigTable.share"))).isEqualTo(1);
    }

    @Test
    void shouldReplaceABody() throws IOException {
        // when
        final byte[] edited = editor("put", Edit.returns(0)).edit(bytesOf(LIMITS));

        // then
        assertThat(calls(edited, "put", Call.of("ConfigTable.share"))).isZero();
    }

    @Test
    void shouldSayWhatDoesNotFit() {
        assertThatThrownBy(() -> editor(
                                "put", Edit.drop(Call.of("ConfigTable.share").all(2)))
                        .edit(bytesOf(LIMITS)))
                .hasMessageStartingWith("fault under-test does not fit the code any more: in " + LIMITS
                        + ".put it needs 2 calls of ConfigTable.share, found 1: ");
        assertThatThrownBy(() -> editor("gone", Edit.returns(1)).edit(bytesOf(LIMITS)))
                .hasMessageStartingWith("fault under-test does not fit the code any more: in " + LIMITS
                        + ".gone it needs one method of this name, found 0: ");
    }

    @Test
    void shouldFindNothingWhereNothingIsWrong() {
        // given: engine and simulator are loaded anew, and a class is written anew that says the same
        final ClassEdit same = new ClassEdit(
                ConfigTable.class.getName(),
                "share",
                List.of(Edit.drop(Call.of("Math.abs").all(0))));

        // when
        final String violation =
                FaultyEngineLoader.open("nothing", List.of(same)).firstViolation(5, 400);

        // then
        assertThat(violation).isEqualTo(FaultyRun.NO_VIOLATION);
    }

    private static ClassEditor editor(final String method, final Edit edit) {
        return new ClassEditor(
                "under-test", new ClassEdit(LIMITS, method, List.of(edit)), ClassEditorTest.class.getClassLoader());
    }

    private static long calls(final byte[] bytes, final String method, final Call call) {
        return ClassFile.of().parse(bytes).methods().stream()
                .filter(each -> each.methodName().equalsString(method))
                .flatMap(ClassEditorTest::invocations)
                .filter(call::isOf)
                .count();
    }

    private static Stream<InvokeInstruction> invocations(final MethodModel method) {
        return method.code()
                .orElseThrow()
                .elementStream()
                .filter(InvokeInstruction.class::isInstance)
                .map(InvokeInstruction.class::cast);
    }

    private static byte[] bytesOf(final String className) throws IOException {
        try (InputStream stream =
                ClassEditorTest.class.getClassLoader().getResourceAsStream(className.replace('.', '/') + ".class")) {
            return Objects.requireNonNull(stream, className).readAllBytes();
        }
    }
}
