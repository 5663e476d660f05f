package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointCheckTest {

  private final EndpointCheck check = new EndpointCheck();

  @Test
  void passesAConfiguredEndpoint() {
    assertThat(check.check(subject().now())).isEmpty();
  }

  @Test
  void namesAnEndpointThatIsNotConfigured() {
    assertThat(check.check(subject().endpoint(Optional.empty()).now()))
        .contains(Blocked.by(new Denial.EndpointNotConfigured("staging")));
  }

  @Test
  void namesAnEndpointWithoutTheTokenUrlThatClientCredentialsNeed() {
    var bare = subject(c -> c.spec(s -> s.endpoint("bare")));

    assertThat(check.check(bare.endpoint(Optional.of(SettingsBuilder.BARE)).now()))
        .contains(Blocked.by(new Denial.TokenUrlNotConfigured("bare")));
  }

  @Test
  void passesAReadyMadeTokenWithoutATokenUrl() {
    var bare = subject(c -> c.spec(s -> s.endpoint("bare").token("dodil")));

    assertThat(check.check(bare.endpoint(Optional.of(SettingsBuilder.BARE)).now())).isEmpty();
  }
}
