package io.dodil.buildsecrets.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Settings.OrganizationRule;
import io.dodil.buildsecrets.model.Settings.ServerSettings;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a token has to say of its organization, and where the operator listens.
class SettingsTest {

  @Test
  void listensForThisMachineAloneWhereItIsTold() {
    var loopback = new ServerSettings(1, 2, true);
    var anywhere = new ServerSettings(1, 2, false);

    assertThat(loopback.probes().getAddress().isLoopbackAddress()).isTrue();
    assertThat(loopback.metrics().getAddress().isLoopbackAddress()).isTrue();
    assertThat(anywhere.probes().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(anywhere.metrics().getPort()).isEqualTo(2);
  }

  @Test
  void aTokenHasToNameItsOrganization() {
    var settings = SettingsBuilder.settings();

    assertThat(rule(settings)).isEqualTo(new OrganizationRule(true, false, Optional.empty()));
  }

  @Test
  void aTokenNeedNotNameItsOrganizationWhereTheSpecIsTrusted() {
    var settings = SettingsBuilder.settings(s -> s.trustsTheSpec());

    assertThat(rule(settings)).isEqualTo(new OrganizationRule(false, false, Optional.empty()));
  }

  @Test
  void aTokenHasToNameABoundOrganizationAlsoWhereTheSpecIsTrusted() {
    var settings = SettingsBuilder.settings(s -> s.trustsTheSpec().allow("acme", "ci"));

    assertThat(rule(settings)).isEqualTo(new OrganizationRule(true, true, Optional.empty()));
  }

  @Test
  void aTokenHasToCarryTheIdOfTheBinding() {
    var settings = SettingsBuilder.settings(s -> s.allowId("acme", "7", "ci"));

    assertThat(rule(settings).id()).contains("7");
  }

  @Test
  void theBindingOfAnotherNamespaceOrOrganizationDoesNotCount() {
    var settings =
        SettingsBuilder.settings(
            s -> s.allowId("acme", "7", "ci").allowId("acme", "8", "x").allowId("b", "9", "ci"));

    assertThat(rule(settings).id()).contains("7");
    assertThat(settings.organizationRule("staging", "acme", "x").id()).contains("8");
  }

  @Test
  void anyIdWillDoWhereOneBindingNamesNone() {
    var settings =
        SettingsBuilder.settings(s -> s.allowId("acme", "7", "ci").allow("acme", "ci", "x"));

    assertThat(rule(settings).id()).isEmpty();
  }

  private static OrganizationRule rule(Settings settings) {
    return settings.organizationRule("staging", "acme", "ci");
  }
}
