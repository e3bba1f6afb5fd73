using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>The migrations that this version of the library ships, in order. A file that breaks the naming rules fails at once.</summary>
internal sealed partial class MigrationCatalog
{
    private const string Folder = "migrations/";
    private const string BreakingKey = "-- breaking:";

    /// <param name="files">File names and texts, in any order.</param>
    public MigrationCatalog(IEnumerable<KeyValuePair<string, string>> files)
    {
        All = [.. files
            .Select(file => MigrationFile.Parse(file.Key, file.Value))
            .GroupBy(file => file.Version)
            .OrderBy(version => version.Key)
            .Select((version, index) => Join([.. version], expected: index + 1))];
    }

    /// <summary>The ones in this assembly.</summary>
    public static MigrationCatalog Shipped { get; } =
        new(EmbeddedSql.List(Folder).Select(path => KeyValuePair.Create(path[Folder.Length..], EmbeddedSql.Read(path))));

    public IReadOnlyList<Migration> All { get; }

    /// <summary>The version that this library works with; 0 when it ships none.</summary>
    public int LatestVersion => All.Count;

    private static Migration Join(MigrationFile[] files, int expected)
    {
        var version = files[0].Version;
        if (version != expected)
        {
            throw new InvalidOperationException($"{files[0].Path} leaves a gap: version {expected:0000} is missing.");
        }

        if (files is not [{ IsUp: var first, Name: var name }, { IsUp: var second, Name: var other }] || first == second || name != other)
        {
            throw new InvalidOperationException($"Version {version:0000} needs one up and one down file of the same name.");
        }

        var (up, down) = first ? (files[0], files[1]) : (files[1], files[0]);
        return new(version, name, up.Sql, down.Sql, ChecksumOf(up.Sql), IsBreaking(up));
    }

    private static string ChecksumOf(string sql) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));

    private static bool IsBreaking(MigrationFile file)
    {
        var line = file.Sql.Split('\n')
            .TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal))
            .FirstOrDefault(line => line.StartsWith(BreakingKey, StringComparison.Ordinal));

        return line?[BreakingKey.Length..].Trim() switch
        {
            null or "false" => false,
            "true" => true,
            var value => throw new InvalidOperationException($"{file.Path}: breaking is true or false, not '{value}'."),
        };
    }

    private sealed partial record MigrationFile(string Path, int Version, string Name, bool IsUp, string Sql)
    {
        public static MigrationFile Parse(string path, string sql)
        {
            var match = FileName().Match(path);
            if (!match.Success)
            {
                throw new InvalidOperationException($"{path} is not named 0001_name.up.sql or 0001_name.down.sql.");
            }

            var version = int.Parse(match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture);
            return new(path, version, match.Groups["name"].Value, match.Groups["direction"].Value == "up", sql);
        }

        [GeneratedRegex(
            @"\A(?<version>[0-9]{4})_(?<name>[a-z][a-z0-9_]*)\.(?<direction>up|down)\.sql\z",
            RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
            matchTimeoutMilliseconds: Timeout.Infinite)]
        private static partial Regex FileName();
    }
}
