package io.dodil.buildsecrets;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.observe.log.RedactedException;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/// What somebody else says of a failure may quote what was sent or read.
class NothingIsQuotedTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(Sensitive.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void noLogLineTakesAnExceptionAsItIs() {
    noClasses()
        .that()
        .areNotAssignableTo(RedactedException.class)
        .should()
        .callMethod(LoggingEventBuilder.class, "setCause", Throwable.class)
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "log with an exception",
                call ->
                    call.getTargetOwner().isAssignableTo(Logger.class)
                        && call.getTarget().getRawParameterTypes().stream()
                            .anyMatch(p -> p.isEquivalentTo(Throwable.class))))
        .check(CLASSES);
  }

  @Test
  void nobodyPrintsAnException() {
    noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "print an exception",
                call ->
                    call.getTargetOwner().isAssignableTo(Throwable.class)
                        && call.getName()
                            .matches("getMessage|getLocalizedMessage|printStackTrace")))
        .check(CLASSES);
  }
}
