using AgentKit.Infrastructure;
using FluentAssertions;
using Npgsql;
using Xunit;

namespace AgentKit.Tests.Infrastructure;

public sealed class DatabaseErrorTests(AgentKitFixture fixture) : IClassFixture<AgentKitFixture>
{
    /// <summary>As by a cancellation that comes at that moment; here the planner finds the error.</summary>
    [Fact]
    public async Task Translate_StatementInterruptedWhileItWasPrepared_IsALostConnection()
    {
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(fixture.Database.DirectConnectionString)
        {
            MaxAutoPrepare = 10,
            AutoPrepareMinUsages = 1,
            MaxPoolSize = 1,
        });
        var interrupted = () => DivideByAsync(dataSource, 0);
        var again = () => DivideByAsync(dataSource, 1);
        await interrupted.Should().ThrowAsync<PostgresException>();

        var thrown = (await again.Should().ThrowAsync<Exception>()).Which;

        DatabaseErrors.IsForeign(thrown).Should().BeTrue($"{thrown.GetType()} must not leave the library");
        DatabaseErrors.Translate(thrown).Should().BeOfType<DatabaseUnavailableException>().Which.IsRetryable.Should().BeTrue();
        (await again()).Should().Be(1, "another connection knows nothing of it");
    }

    private static async Task<int> DivideByAsync(NpgsqlDataSource dataSource, int divisor)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT 1 / $1", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = divisor });
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
