package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.testkit.ResourceBuilder;
import org.junit.jupiter.api.Test;

class SpecSizeCheckTest {

  private final SpecSizeCheck check = new SpecSizeCheck();

  @Test
  void passesASpecThatIsKept() {
    assertThat(check.check(subject().now())).isEmpty();
  }

  @Test
  void namesTheLimitThatASpecExceeds() {
    assertThat(check.check(subject(ResourceBuilder::tooLarge).now()))
        .contains(Blocked.by(new Denial.SpecTooLarge(JsonSize.LARGEST_SPEC)));
  }
}
