using Npgsql;

namespace AgentKit.Approvals.Hosting;

/// <summary>Where the roles find the database that they share.</summary>
internal static class DatabaseAddress
{
    public const string Variable = AgentKitOptions.ConnectionStringVariable;

    /// <exception cref="UsageException">There is none, or it cannot be read.</exception>
    public static string Read()
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(given))
        {
            throw new UsageException(
                $"There is no database: {Variable} is not set. The command \"server\" starts a throw-away one and prints the line that sets "
                + "it; without any command the whole story plays by itself.");
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(given).ConnectionString;
        }
        catch (ArgumentException)
        {
            // Its message may repeat what was given.
            throw new UsageException(
                $"{Variable} is not a connection string: write it as \"Host=<server>;Database=<database>;Username=<login>;Password=<password>\".");
        }
    }

    /// <summary>The line that sets it in the reader's shell.</summary>
    public static string ToShell(string connectionString) => OperatingSystem.IsWindows()
        ? $"$env:{Variable} = '{connectionString.Replace("'", "''")}'"
        : $"export {Variable}='{connectionString.Replace("'", @"'\''")}'";
}
