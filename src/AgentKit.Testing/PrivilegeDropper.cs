namespace AgentKit.Testing;

/// <summary>
/// Runs the server programs as an ordinary user when this process is root's, as in most containers: PostgreSQL refuses to run as root.
/// </summary>
/// <param name="User">The user that the programs run as; <see langword="null"/> for the user of this process.</param>
/// <param name="Wrap">Makes the command that runs another one as that user.</param>
internal sealed record PrivilegeDropper(string? User, Func<Command, Command> Wrap)
{
    private static readonly string[] Users = ["postgres", "nobody"];

    public static PrivilegeDropper None { get; } = new(null, command => command);

    /// <summary>Finds a user and a program that becomes it; each is tried out, since a name on the PATH says little.</summary>
    /// <exception cref="PostgresStartException">This process is root's, and no other user can be become.</exception>
    public static async Task<PrivilegeDropper> ForThisProcessAsync(CancellationToken cancellationToken)
    {
        // On Windows initdb and pg_ctl give up an administrator's rights by themselves.
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return None;
        }

        foreach (var user in Users)
        {
            var group = await new Command("id", "-g", user).RunAsync(cancellationToken).ConfigureAwait(false);
            if (!group.Succeeded)
            {
                continue;
            }

            foreach (var wrap in Wrappers(user, group.Output.Trim()))
            {
                if (await WorksAsync(wrap, cancellationToken).ConfigureAwait(false))
                {
                    return new PrivilegeDropper(user, wrap);
                }
            }
        }

        throw new PostgresStartException(
            "PostgreSQL refuses to run as root, and neither setpriv, runuser nor su could become the user postgres or nobody. "
            + "Run the tests as an ordinary user.");
    }

    /// <summary>Gives a folder and all in it to the user.</summary>
    public async Task GiveAsync(string folder, CancellationToken cancellationToken)
    {
        if (User is null)
        {
            return;
        }

        var chown = new Command("chown", "-R", User, folder);
        var result = await chown.RunAsync(cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            throw new PostgresStartException($"The folder could not be given to the user '{User}'.", chown.ToString(), result.Output);
        }
    }

    // setpriv comes first because it opens no login session and leaves no process in between; BusyBox has only su.
    internal static IEnumerable<Func<Command, Command>> Wrappers(string user, string group)
    {
        yield return command => new Command(
            "setpriv", [$"--reuid={user}", $"--regid={group}", "--init-groups", "--", command.File, .. command.Arguments]);
        yield return command => new Command("runuser", ["-u", user, "--", command.File, .. command.Arguments]);
        yield return command => new Command("su", "-s", "/bin/sh", "-c", $"exec {command}", user);
    }

    private static async Task<bool> WorksAsync(Func<Command, Command> wrap, CancellationToken cancellationToken)
    {
        try
        {
            var result = await wrap(new Command("id", "-u")).RunAsync(cancellationToken).ConfigureAwait(false);
            return result.Succeeded && result.Output.Trim() != "0";
        }
        catch (PostgresStartException)
        {
            return false;
        }
    }
}
