package io.dodil.buildsecrets;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Sensitive;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Which package does what, and what it may use for it.
class ArchitectureTest {

  private static final String BASE = "io.dodil.buildsecrets.";
  private static final String JACKSON = "com.fasterxml.jackson..";

  private static final List<String> CORE_NAMES =
      List.of("api", "model", "resolve", "auth", "ownership", "sync", "status", "reconcile");

  /// The packages of the core use each other in this order and nothing of the shell.
  private static final Map<String, String[]> CORE =
      Map.of(
          "api.v1alpha1",
              uses(
                  "io.fabric8.kubernetes.client",
                  "io.fabric8.kubernetes.api.model",
                  "io.fabric8.kubernetes.model.annotation",
                  "io.fabric8.crd.generator.annotation",
                  "io.fabric8.generator.annotation",
                  JACKSON),
          "model", uses("api", JACKSON),
          "resolve", uses("model", "api", JACKSON),
          "auth", uses("model", JACKSON),
          "ownership", uses("model", "api"),
          "sync", uses("model", "api", "resolve", "auth", "ownership"),
          "sync.checks", uses("model", "api", "sync", "ownership"),
          "status", uses("model", "api", "sync", "ownership"),
          "reconcile", uses("model", "api", "auth", "ownership", "sync", "status"));

  private static final Map<String, String[]> SHELL =
      Map.of(
          "dodil", uses("core", "okhttp3..", "okio..", "kotlin..", JACKSON),
          "kubernetes",
              uses(
                  "core",
                  row("observe.log"),
                  "io.javaoperatorsdk..",
                  "io.fabric8..",
                  "org.slf4j..",
                  JACKSON),
          "observe",
              uses(
                  "core",
                  row("observe.log"),
                  "io.micrometer..",
                  "io.prometheus.metrics..",
                  "io.fabric8..",
                  "org.slf4j.."),
          "kubeconfig", uses("core", "io.fabric8..", "org.yaml.snakeyaml..", JACKSON),
          "config",
              uses(
                  "model",
                  "com.networknt.schema..",
                  "org.yaml.snakeyaml..",
                  "io.fabric8.kubernetes.api.model",
                  JACKSON));

  /// Packages below those of the tables above.
  private static final Map<String, String[]> PARTS =
      Map.of(
          "status.messages", uses("model", "api", "sync"),
          "sync.retry", uses("model", "api", "ownership"),
          "kubernetes.client",
              uses("core", row("observe.log"), "io.fabric8..", "org.slf4j..", JACKSON),
          "kubernetes.leader",
              uses("core", row("kubernetes.client"), "io.fabric8..", "org.slf4j.."),
          "observe.metrics",
              uses(
                  "core",
                  row("observe.log"),
                  BASE + "observe",
                  "io.micrometer..",
                  "io.prometheus.metrics..",
                  "org.slf4j.."),
          "observe.events",
              uses(
                  "core",
                  row("observe.log"),
                  row("observe.metrics"),
                  "io.micrometer..",
                  "io.fabric8..",
                  "org.slf4j.."),
          "observe.health", uses("core", BASE + "observe", "org.slf4j.."),
          "observe.log", uses("core", "org.slf4j.."));

  /// Where the code of the product is, whatever else is on the class path.
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Sensitive.class.getProtectionDomain().getCodeSource().getLocation());

  static Stream<String> packages() {
    return table().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesWhatItsRowOfTheTableSays(String name) {
    var own = BASE + name + "..";

    classes()
        .that()
        .resideInAPackage(own)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(table().get(name))
                .or(resideInAnyPackage(own, "java..", "javax..", "org.jspecify..")))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void hasARowForEachPackage() {
    var packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(p -> !p.equals("io.dodil.buildsecrets") && !p.equals(BASE + "app"))
            .map(p -> p.substring(BASE.length()))
            .distinct();

    assertThat(packages).containsExactlyInAnyOrderElementsOf(table().keySet());
  }

  /// The checks use the values of `sync`, of which they are a part.
  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching(BASE + "(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(
            resideInAnyPackage(BASE + "sync.checks"), resideInAnyPackage(BASE + "sync"))
        .check(CLASSES);
  }

  @Test
  void classesHaveNoCycles() {
    slices().assignedFrom(new TopLevelClasses()).should().beFreeOfCycles().check(CLASSES);
  }

  /// A class with what is nested in it.
  private static final class TopLevelClasses implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      var name = type.getName();
      int nested = name.indexOf('$');
      return name.startsWith(BASE)
          ? SliceIdentifier.of(nested < 0 ? name : name.substring(0, nested))
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "top-level classes";
    }
  }

  @Test
  void theCoreAsksNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(core())
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .check(CLASSES);
  }

  @Test
  void secretsAreRevealedWhereTheyAreReadOrSentOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages(row("resolve"), row("auth"), row("model"), row("dodil"))
        .should()
        .callMethod(Sensitive.class, "reveal")
        .orShould()
        .callMethod(Sensitive.class, "revealTo", OutputStream.class)
        .check(CLASSES);
  }

  @Test
  void conditionsAreAskedForByTheirType() {
    noClasses()
        .that()
        .resideOutsideOfPackage(row("api"))
        .should()
        .callMethod(BuildSecretsStatus.class, "condition", String.class)
        .orShould()
        .callMethod(BuildSecretsStatus.class, "isTrue", String.class)
        .check(CLASSES);
  }

  @Test
  void nothingIsNamedAfterAClass() {
    noClasses().should().callMethod(Class.class, "getSimpleName").check(CLASSES);
  }

  @Test
  void nothingUsesTheLoggingOfTheJdk() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .check(CLASSES);
  }

  @Test
  void theCoreKeepsNothingInStaticFields() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(core())
        .and()
        .areStatic()
        .should()
        .beFinal()
        .check(CLASSES);
  }

  @Test
  void theCoreMakesNothingThatChangesWhenItIsLoaded() {
    var made =
        CLASSES.stream()
            .filter(resideInAnyPackage(core()))
            .flatMap(c -> c.getStaticInitializer().stream())
            .flatMap(i -> i.getConstructorCallsFromSelf().stream())
            .filter(call -> changes(call.getTargetOwner()));

    assertThat(made).isEmpty();
  }

  private static boolean changes(JavaClass type) {
    return type.isAssignableTo(Map.class)
        || type.isAssignableTo(Collection.class)
        || type.getPackageName().startsWith("java.util.concurrent");
  }

  private static Map<String, String[]> table() {
    var table = new TreeMap<>(CORE);
    table.putAll(SHELL);
    table.putAll(PARTS);
    return table;
  }

  private static String[] core() {
    return CORE_NAMES.stream().map(ArchitectureTest::row).toArray(String[]::new);
  }

  private static String[] uses(String... names) {
    return Stream.of(names)
        .flatMap(n -> n.equals("core") ? CORE_NAMES.stream() : Stream.of(n))
        .map(n -> n.contains(".") ? n : row(n))
        .toArray(String[]::new);
  }

  private static String row(String name) {
    return BASE + name + "..";
  }
}
