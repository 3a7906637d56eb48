package io.stowage.tools;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dependencies between the modules point downwards only. */
class ModuleRulesTest {
    private static final JavaClasses STOWAGE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.stowage");

    @ParameterizedTest
    @CsvSource({
        "codecs, engine client server sim tools probe",
        "probe,  codecs engine client server sim tools",
        "engine, client server sim tools probe",
        "client, engine server sim tools probe",
        "server, client sim tools",
        "sim,    server tools probe",
    })
    void shouldUseOnlyWhatIsBelow(final String module, final String above) {
        for (final String other : above.split(" ", -1)) {
            noClasses()
                    .that()
                    .resideInAPackage("io.stowage." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.stowage." + other + "..")
                    .check(STOWAGE);
        }
    }
}
