package io.stowage.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The engine keeps away from whatever could make two runs of one log differ. */
class ArchitectureTest {
    private static final JavaClasses ENGINE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.stowage");

    @Test
    void shouldUseNoClockFileSocketThreadOrRandomSource() {
        noClasses()
                .that()
                .resideInAPackage("io.stowage.engine..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.(io|nio\\.file|nio\\.channels|net|time)\\..*"
                        + "|java\\.lang\\.(Thread|ThreadLocal|ProcessHandle|Runtime)"
                        + "|java\\.util\\.(Random|SplittableRandom|UUID|Date|Timer.*|Scanner)"
                        + "|java\\.util\\.concurrent\\..*|java\\.security\\.SecureRandom|org\\.slf4j\\..*"
                        + "|java\\.util\\.logging\\..*|org\\.agrona\\.concurrent\\.(Agent|Idle|.*Clock).*")
                .check(ENGINE);
        noClasses()
                .that()
                .resideInAPackage("io.stowage.engine..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(System.class, "identityHashCode", Object.class)
                .check(ENGINE);
    }

    @Test
    void shouldKeepHashMapsOutOfTheStateMachine() {
        noClasses()
                .that()
                .resideInAPackage("io.stowage.engine..")
                .and()
                .doNotHaveSimpleName("CommandShape")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap)")
                .because("their order is not part of the log; CommandShape builds an array from one, once")
                .check(ENGINE);
    }

    @Test
    void shouldDependDownwardsOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.stowage.engine..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.stowage.client..",
                        "io.stowage.server..",
                        "io.stowage.sim..",
                        "io.stowage.bench..",
                        "io.stowage.tools..",
                        "io.stowage.probe..",
                        "io.aeron..",
                        "net.openhft.chronicle..")
                .check(ENGINE);
    }
}
