package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static io.dodil.buildsecrets.testkit.SettingsBuilder.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import org.junit.jupiter.api.Test;

class OrganizationCheckTest {

  @Test
  void passesAnyOrganizationWhenNoneIsBound() {
    assertThat(new OrganizationCheck(settings()).check(subject().now())).isEmpty();
  }

  @Test
  void passesTheNamespaceThatTheOrganizationIsBoundTo() {
    var check = new OrganizationCheck(settings(s -> s.allow("acme", "ci")));

    assertThat(check.check(subject().now())).isEmpty();
  }

  @Test
  void namesTheOrganizationThatIsBoundToAnotherNamespace() {
    var check = new OrganizationCheck(settings(s -> s.allow("acme", "other")));

    assertThat(check.check(subject().now()))
        .contains(Blocked.by(new Denial.OrganizationNotAllowed("acme", "staging")));
  }
}
