using OrleansChat.Hosting.People;

namespace OrleansChat.ApiHost.Logins;

/// <summary>The command <c>hash-password</c>: reads a password from the standard input, never from the arguments, and prints its hash.</summary>
public static class HashPassword
{
    /// <returns>The exit code: 0, or 1 where there was no password.</returns>
    public static int Run(TextReader input, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        if (input.ReadLine() is not { Length: > 0 } password)
        {
            errors.WriteLine("Write the password to the standard input: printf '%s' 'the password' | ./run.sh hash-password");
            return 1;
        }

        output.WriteLine(PasswordHashing.Hash(password));
        return 0;
    }
}
