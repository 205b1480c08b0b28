package io.sluice.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The server uses the engine through its door and in its words. */
@AnalyzeClasses(packages = "io.sluice.server", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule shouldUseNeitherJournalNorCodecNorWhatDecides = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.sluice.journal..", "io.sluice.codec..", "net.openhft..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("io\\.sluice\\.core\\.State(Machine)?")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("io\\.sluice\\.audit\\.(Auditor|Salvage)");
}
