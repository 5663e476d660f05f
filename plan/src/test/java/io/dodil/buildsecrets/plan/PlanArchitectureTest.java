package io.dodil.buildsecrets.plan;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.dodil.buildsecrets.model.Sensitive;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which package of `plan` does what, and what of the operator it may use for it.
class PlanArchitectureTest {

  private static final String BASE = "io.dodil.buildsecrets.";
  private static final String PLAN = BASE + "plan";
  private static final String JACKSON = "com.fasterxml.jackson..";

  private static final Map<String, String[]> TABLE =
      Map.of(
          PLAN,
          uses(
              "model",
              "api.v1alpha1",
              "resolve",
              "auth",
              "ownership",
              "sync",
              "sync.checks",
              "status.messages",
              JACKSON),
          PLAN + ".cluster",
          uses(
              "plan",
              "model",
              "api.v1alpha1",
              "resolve",
              "kubeconfig",
              "kubernetes.client",
              "io.fabric8..",
              JACKSON),
          PLAN + ".cli",
          uses(
              "plan",
              "plan.cluster",
              "app",
              "auth",
              "config",
              "dodil",
              "kubeconfig",
              "model",
              "api.v1alpha1",
              "picocli.."));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Plan.class.getProtectionDomain().getCodeSource().getLocation());

  static Stream<String> packages() {
    return TABLE.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesWhatItsRowOfTheTableSays(String name) {
    classes()
        .that()
        .resideInAPackage(name)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(TABLE.get(name))
                .or(resideInAnyPackage(name, "java..", "org.jspecify..")))
        .check(CLASSES);
  }

  @Test
  void hasARowForEachPackage() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .containsExactlyInAnyOrderElementsOf(TABLE.keySet());
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(BASE + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatDecidesAsksNoClock() {
    noClasses()
        .that()
        .resideInAPackage(PLAN)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(CLASSES);
  }

  @Test
  void noSecretIsRevealed() {
    noClasses()
        .should()
        .callMethod(Sensitive.class, "reveal")
        .orShould()
        .callMethod(Sensitive.class, "revealTo", OutputStream.class)
        .check(CLASSES);
  }

  /// It may quote what was sent or read.
  @Test
  void noMessageOfAnExceptionIsPrinted() {
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "ask an exception for its message",
                call ->
                    call.getTargetOwner().isAssignableTo(Throwable.class)
                        && call.getName()
                            .matches("getMessage|getLocalizedMessage|printStackTrace")))
        .check(CLASSES);
  }

  private static String[] uses(String... names) {
    return Stream.of(names).map(n -> n.endsWith("..") ? n : BASE + n).toArray(String[]::new);
  }
}
