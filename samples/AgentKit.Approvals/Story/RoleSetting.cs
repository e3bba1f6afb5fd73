using System.Diagnostics;
using System.Text;
using AgentKit.Approvals.Hosting;

namespace AgentKit.Approvals.Story;

/// <summary>Where the roles of one story play.</summary>
internal sealed record RoleSetting(string ConnectionString, string WorkspaceId)
{
    /// <summary>How this program is started once more. The connection string is not on the command line, where everybody could read it.</summary>
    public ProcessStartInfo ToStartInfo(IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            Environment = { [DatabaseAddress.Variable] = ConnectionString },
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(RoleSetting).Assembly.Location);
        }

        foreach (var arg in args.Concat(["--workspace", WorkspaceId]))
        {
            start.ArgumentList.Add(arg);
        }

        return start;
    }
}
