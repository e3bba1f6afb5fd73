using AgentKit.Infrastructure;
using AgentKit.Testing;
using AgentKit.Tests.Infrastructure;
using AgentKit.Tests.Testing;

namespace AgentKit.Tests.Distribution;

/// <summary>The function by which a scope reaches the nodes of Citus, as <c>sql/citus.sql</c> makes it. It works without Citus, too.</summary>
internal static class SetContextFunction
{
    /// <summary>As a superuser, which it takes for a setting of Citus's.</summary>
    public static async Task CreateAsync(ThrowawayDatabase database)
    {
        var script = await Repository.ReadAsync("sql/citus.sql");
        var begin = script.IndexOf("CREATE OR REPLACE FUNCTION", StringComparison.Ordinal);
        var end = script.IndexOf("$$;", begin, StringComparison.Ordinal) + "$$;".Length;
        var options = new AgentKitOptions();
        var function = new SqlTemplate(options.Schema, options.ApplicationRole).Render("citus.sql", script[begin..end]);
        await Sql.ExecuteAsync(database.AdminConnectionString, function);
    }
}
