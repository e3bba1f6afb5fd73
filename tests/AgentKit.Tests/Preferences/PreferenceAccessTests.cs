using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;
using FluentAssertions;
using Xunit;

namespace AgentKit.Tests.Preferences;

public sealed class PreferenceAccessTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    private readonly IPreferenceStore _store = fixture.Get<IPreferenceStore>();
    private readonly AgentScope _owner = AgentScope.ForUser(AgentKitFixture.NewWorkspace(), "owner");

    private AgentScope OtherUser => AgentScope.ForUser(_owner.WorkspaceId, "other");

    private AgentScope Admin => AgentScope.ForAdmin(_owner.WorkspaceId, "admin");

    private AgentScope Service => AgentScope.ForService(_owner.WorkspaceId);

    [Fact]
    public async Task AnyMethod_SomebodyElses_IsDeniedToAUser()
    {
        await _store.UpdateAsync(_owner, new() { Locale = "es" });

        (await _store.Awaiting(store => store.GetAsync(OtherUser, "owner")).Should().ThrowAsync<AccessDeniedException>())
            .Which.Should().BeEquivalentTo(new { Level = AccessLevel.User, Operation = "read", Resource = "preferences of user owner" });
        await _store.Awaiting(store => store.UpdateAsync(OtherUser, new() { Locale = "de" }, "owner")).Should().ThrowAsync<AccessDeniedException>();
        await _store.Awaiting(store => store.ResetAsync(OtherUser, "owner")).Should().ThrowAsync<AccessDeniedException>();
        (await _store.GetAsync(_owner, "owner")).Locale.Should().Be("es");
    }

    [Fact]
    public async Task AnyMethod_Admin_ReadsAllAndWritesTheirOwn()
    {
        await _store.UpdateAsync(_owner, new() { Locale = "es" });

        (await _store.GetAsync(Admin, "owner")).Locale.Should().Be("es");
        await _store.Awaiting(store => store.UpdateAsync(Admin, new() { Locale = "de" }, "owner")).Should().ThrowAsync<AccessDeniedException>();
        await _store.Awaiting(store => store.ResetAsync(Admin, "owner")).Should().ThrowAsync<AccessDeniedException>();
        (await _store.UpdateAsync(Admin, new() { Locale = "de" })).UserId.Should().Be("admin");
        (await _store.GetAsync(_owner)).Locale.Should().Be("es");
    }

    [Fact]
    public async Task AnyMethod_Service_ActsForEverybody()
    {
        var written = await _store.UpdateAsync(Service, new() { Locale = "es" }, "owner");

        written.UserId.Should().Be("owner");
        (await _store.GetAsync(_owner)).Locale.Should().Be("es");
        (await _store.ResetAsync(AgentScope.ForService(_owner.WorkspaceId, "other"), "owner")).Own.UpdatedAt.Should().BeNull();
        (await _store.GetAsync(_owner)).Locale.Should().BeNull();
    }

    [Fact]
    public async Task UpdateDefaultsAsync_NoService_IsDenied()
    {
        foreach (var scope in new[] { _owner, Admin })
        {
            await _store.Awaiting(store => store.UpdateDefaultsAsync(scope, new() { Locale = "de" })).Should().ThrowAsync<AccessDeniedException>();
        }

        (await _store.GetDefaultsAsync(_owner)).Locale.Should().BeNull();
    }

    [Fact]
    public async Task SameUser_InAnotherWorkspace_IsAnotherOne()
    {
        var elsewhere = AgentScope.ForUser(AgentKitFixture.NewWorkspace(), "owner");
        await _store.UpdateAsync(_owner, new() { Locale = "es" });
        await _store.UpdateDefaultsAsync(Service, new() { TimeZoneId = "UTC" });

        var read = await _store.GetAsync(elsewhere);

        (read.Locale, read.TimeZoneId).Should().Be((null, null));
    }

    /// <summary>The library asks first; the database would refuse by itself.</summary>
    [Theory]
    [InlineData("INSERT INTO agentkit.preferences (created_at, workspace_id, user_id) VALUES (now(), '{0}', 'owner')")]
    [InlineData("INSERT INTO agentkit.preference_defaults (created_at, workspace_id) VALUES (now(), '{0}')")]
    public async Task Table_WrittenByAnotherUser_RefusesByItself(string sql)
    {
        var scope = $"SELECT set_config('agentkit.workspace_id', '{_owner.WorkspaceId}', true), set_config('agentkit.user_id', 'other', true), "
            + "set_config('agentkit.access', 'user', true), set_config('role', 'agentkit_app', true)";
        var insert = () => Sql.ExecuteAsync(fixture.Database.ConnectionString, $"{scope}; {string.Format(null, sql, _owner.WorkspaceId)}");

        (await insert.Should().ThrowAsync<Npgsql.PostgresException>()).Which.SqlState.Should().Be("42501");
    }
}
