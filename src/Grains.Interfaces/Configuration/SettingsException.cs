namespace OrleansChat.Grains.Interfaces.Configuration;

/// <summary>A setting that the server cannot start with. The message is one line and says what to change.</summary>
public class SettingsException : Exception
{
    public SettingsException(string message) : base(message) { }
    public SettingsException(string message, Exception? innerException) : base(message, innerException) { }
    public SettingsException() { }
}
