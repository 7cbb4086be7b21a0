<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>Bar</name>
        <message>
            <source>Home</source>
            <extracomment>Nothing is listened for. A command is listened for, since it was pressed. Commands are heard all the time.</extracomment>
            <translation>首页</translation>
        </message>
        <message>
            <source>Alt and Home</source>
            <translation>Alt 加 Home</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>返回</translation>
        </message>
        <message>
            <source>Escape</source>
            <translation>Esc</translation>
        </message>
        <message>
            <source>Listen</source>
            <translation>听</translation>
        </message>
        <message>
            <source>F2</source>
            <translation>F2</translation>
        </message>
        <message>
            <source>Speak</source>
            <translation>说</translation>
        </message>
        <message>
            <source>F3</source>
            <translation>F3</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>F1</source>
            <translation>F1</translation>
        </message>
        <message>
            <source>Never mind</source>
            <translation>算了</translation>
        </message>
        <message>
            <source>I can hear</source>
            <translation>我在听</translation>
        </message>
        <message>
            <source>Key: {key}</source>
            <translation>按键：{key}</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停</translation>
        </message>
    </context>
    <context>
        <name>CanSayScreen</name>
        <message>
            <source>What you can say</source>
            <translation>您可以这样说</translation>
        </message>
        <message>
            <source>Press Speak, wait for the sign, then say one of these.</source>
            <translation>先按“说”，等到提示，再说其中一句。</translation>
        </message>
        <message>
            <source>I understand, go back</source>
            <translation>明白了，返回</translation>
        </message>
        <message>
            <source>{first} to {last}</source>
            <translation>{first}到{last}</translation>
        </message>
        <message>
            <source>presses that choice</source>
            <translation>按那一项</translation>
        </message>
        <message>
            <source>{phrase}: {what}</source>
            <translation>{phrase}：{what}</translation>
        </message>
        <message>
            <source>These are the words that Footbridge understands on the screen you came from. You can do all of it by pressing, too.</source>
            <translation>这些话，连心桥在刚才那一屏都听得懂。按按钮也都能办。</translation>
        </message>
    </context>
    <context>
        <name>Choices</name>
        <message>
            <source>Size {number} of {count}</source>
            <extracomment>Each language in its own script, the same whatever the interface speaks.</extracomment>
            <translation>字号 {number}，共 {count} 档</translation>
        </message>
        <message>
            <source>Size {number} of {count}, the smallest</source>
            <translation>字号 {number}，共 {count} 档，最小</translation>
        </message>
        <message>
            <source>Size {number} of {count}, the biggest</source>
            <translation>字号 {number}，共 {count} 档，最大</translation>
        </message>
        <message>
            <source>The slowest</source>
            <translation>最慢</translation>
        </message>
        <message>
            <source>Slow</source>
            <translation>慢</translation>
        </message>
        <message>
            <source>A little slow</source>
            <translation>稍慢</translation>
        </message>
        <message>
            <source>Normal speed</source>
            <translation>正常速度</translation>
        </message>
        <message>
            <source>A little fast</source>
            <translation>稍快</translation>
        </message>
        <message>
            <source>Fast</source>
            <translation>快</translation>
        </message>
        <message>
            <source>The fastest</source>
            <translation>最快</translation>
        </message>
        <message>
            <source>I wait {seconds} seconds after your last word</source>
            <translation>您说完后，我等 {seconds} 秒</translation>
        </message>
        <message>
            <source>Nobody can read messages here</source>
            <translation>在这里谁也看不到消息</translation>
        </message>
        <message>
            <source>Messages stay, recordings are locked</source>
            <translation>消息留着，录音上锁</translation>
        </message>
        <message>
            <source>Messages can be read again</source>
            <translation>消息还能再看</translation>
        </message>
        <message>
            <source>Tones on</source>
            <translation>提示音已开</translation>
        </message>
        <message>
            <source>Tones off</source>
            <translation>提示音已关</translation>
        </message>
        <message>
            <source>always listening</source>
            <translation>一直在听</translation>
        </message>
        <message>
            <source>listening only when asked</source>
            <translation>按了才听</translation>
        </message>
        <message>
            <source>{tones}, {listens}</source>
            <translation>{tones}，{listens}</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Black on yellow</source>
            <translation>黄底黑字</translation>
        </message>
        <message>
            <source>As the computer has it</source>
            <translation>跟电脑一样</translation>
        </message>
        <message>
            <source>Come to tea on Tuesday at three.</source>
            <translation>星期二下午三点，来喝杯茶吧。</translation>
        </message>
    </context>
    <context>
        <name>ColoursScreen</name>
        <message>
            <source>Colours</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Now: {colours}</source>
            <translation>现在是：{colours}</translation>
        </message>
        <message>
            <source>Choose the colours you read best. Now: {colours}.</source>
            <translation>请选您看得最清楚的颜色。现在是：{colours}。</translation>
        </message>
        <message>
            <source>chosen</source>
            <translation>已选</translation>
        </message>
        <message>
            <source>Press the colours you like; the whole window changes at once. Put it back as it was takes you back.</source>
            <translation>按您喜欢的颜色，整个窗口马上就变。想变回去，就按“恢复原样”。</translation>
        </message>
    </context>
    <context>
        <name>CommandPanel</name>
        <message>
            <source>What can I say?</source>
            <extracomment>What went wrong, in a crowded window: as large as the head's place allows. Parts of a note. It hears: the head's place, with the meter. Nothing came of it: why, in the head's place. What was understood: the head itself says it, under the title. Whether the way to "What can I say?" is offered.</extracomment>
            <translation>能说什么？</translation>
        </message>
    </context>
    <context>
        <name>Commands</name>
        <message>
            <source>“{phrase}”</source>
            <extracomment>The first of these that can be said somewhere are its examples.</extracomment>
            <translation>“{phrase}”</translation>
        </message>
        <message>
            <source>Say for example: {phrases}</source>
            <translation>您可以说：{phrases}</translation>
        </message>
        <message>
            <source>You can say: {phrases}.</source>
            <translation>您可以说：{phrases}。</translation>
        </message>
        <message>
            <source>I understood: {phrase}.</source>
            <translation>听到了：{phrase}。</translation>
        </message>
        <message>
            <source>That is open already.</source>
            <translation>已经打开了。</translation>
        </message>
        <message>
            <source>There is no number {number} here.</source>
            <translation>这里没有第 {number} 个。</translation>
        </message>
        <message>
            <source>You are on Home already.</source>
            <translation>您已经在首页了。</translation>
        </message>
        <message>
            <source>There is nothing to go back to.</source>
            <translation>这里已经是最前面，不能再返回了。</translation>
        </message>
        <message>
            <source>This is the last page.</source>
            <translation>这是最后一页了。</translation>
        </message>
        <message>
            <source>This is the first page.</source>
            <translation>这是第一页了。</translation>
        </message>
        <message>
            <source>Nothing is being read aloud just now.</source>
            <translation>现在没有在念。</translation>
        </message>
        <message>
            <source>The voice can't get slower.</source>
            <translation>声音已经最慢了。</translation>
        </message>
        <message>
            <source>The voice can't get faster.</source>
            <translation>声音已经最快了。</translation>
        </message>
        <message>
            <source>The text can't get bigger.</source>
            <translation>字已经最大了。</translation>
        </message>
        <message>
            <source>The text can't get smaller.</source>
            <translation>字已经最小了。</translation>
        </message>
        <message>
            <source>Nothing was asked here.</source>
            <translation>这里没有问您什么。</translation>
        </message>
        <message>
            <source>There is nothing to send here.</source>
            <translation>这里没有要发的话。</translation>
        </message>
        <message>
            <source>That can't be done here.</source>
            <translation>这里做不了这件事。</translation>
        </message>
        <message>
            <source>to the first screen</source>
            <translation>回到最开始</translation>
        </message>
        <message>
            <source>to where you were before</source>
            <translation>回到刚才的地方</translation>
        </message>
        <message>
            <source>shows what comes next</source>
            <translation>看后面的</translation>
        </message>
        <message>
            <source>shows what came before</source>
            <translation>看前面的</translation>
        </message>
        <message>
            <source>reads this screen to you</source>
            <translation>把这一屏念给您听</translation>
        </message>
        <message>
            <source>the voice is silent</source>
            <translation>不再出声</translation>
        </message>
        <message>
            <source>what is new here</source>
            <translation>看看有什么新消息</translation>
        </message>
        <message>
            <source>to say something to us</source>
            <translation>跟我们说句话</translation>
        </message>
        <message>
            <source>what became of your words</source>
            <translation>您说的话有没有回音</translation>
        </message>
        <message>
            <source>short lessons</source>
            <translation>小课堂</translation>
        </message>
        <message>
            <source>what to do here</source>
            <translation>这里怎么用</translation>
        </message>
        <message>
            <source>reads it once more</source>
            <translation>再念一遍</translation>
        </message>
        <message>
            <source>a slower voice</source>
            <translation>声音慢一些</translation>
        </message>
        <message>
            <source>a faster voice</source>
            <translation>声音快一些</translation>
        </message>
        <message>
            <source>larger print</source>
            <translation>字大一些</translation>
        </message>
        <message>
            <source>smaller print</source>
            <translation>字小一些</translation>
        </message>
        <message>
            <source>to a question</source>
            <translation>回答问题</translation>
        </message>
        <message>
            <source>I ask you once more before</source>
            <translation>发之前还会再问您</translation>
        </message>
        <message>
            <source>presses the first choice</source>
            <translation>按第一项</translation>
        </message>
        <message>
            <source>I heard nothing.</source>
            <translation>什么也没听到。</translation>
        </message>
        <message>
            <source>I did not understand that.</source>
            <translation>没听懂。</translation>
        </message>
        <message>
            <source>You can also press: there is a button for everything.</source>
            <translation>您也可以按按钮，每件事都有按钮。</translation>
        </message>
        <message>
            <source>Help shows all that you can say.</source>
            <translation>按“帮助”，能看到所有能说的话。</translation>
        </message>
        <message>
            <source>This computer can't understand spoken commands in this language yet. Please press the buttons.</source>
            <translation>这台电脑还听不懂中文口令。请您按按钮，什么都能办。</translation>
        </message>
        <message>
            <source>Footbridge is listening to your message just now. Finish that first.</source>
            <translation>连心桥正在听您说的话。请先把话说完。</translation>
        </message>
    </context>
    <context>
        <name>CommunityCodeScreen</name>
        <message>
            <source>The community's code</source>
            <translation>社区识别码</translation>
        </message>
        <message>
            <source>Helper's corner</source>
            <translation>帮手专区</translation>
        </message>
        <message>
            <source>The code shows whether notices are really from your community.</source>
            <translation>凭识别码，可以知道通知是不是真的来自您的社区。</translation>
        </message>
        <message>
            <source>Join another community</source>
            <translation>换一个社区</translation>
        </message>
        <message>
            <source>Join again</source>
            <translation>重新加入</translation>
        </message>
        <message>
            <source>with another code, or another community</source>
            <translation>用另一个码，或另一个社区</translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) not shown</source>
            <translation>
                <numerusform>有 %n 条通知没有显示</numerusform>
            </translation>
        </message>
        <message>
            <source>This community has no code. Its notices are marked: not checked.</source>
            <translation>这个社区没有识别码，通知会标“未核实”。</translation>
        </message>
        <message>
            <source>No community has been joined yet.</source>
            <translation>还没有加入社区。</translation>
        </message>
        <message>
            <source>Other keys came than before. What they signed is not shown. Ask the office for its code.</source>
            <translation>识别码和以前的对不上，新来的通知先不显示。请问问办事处的识别码。</translation>
        </message>
        <message>
            <source>This code was compared. Notices that fit it are marked: checked.</source>
            <translation>识别码已经核对过，对得上的通知会标“已核实”。</translation>
        </message>
        <message>
            <source>Nobody has compared this code yet. Ask the office to read out its code. Until then notices are marked: not checked.</source>
            <translation>还没有人核对过这个识别码。请办事处把识别码念给您听。在此之前，通知会标“未核实”。</translation>
        </message>
        <message>
            <source>The code is the same</source>
            <translation>识别码一样</translation>
        </message>
        <message>
            <source>Good. Notices from your community are now marked: checked.</source>
            <translation>好的。您社区的通知现在会标“已核实”。</translation>
        </message>
        <message>
            <source>Compare this code with the one on paper, or telephone the office. If all sixteen letters and digits are the same, press The code is the same.</source>
            <translation>请和纸上的识别码比一比，或者打电话问办事处。十六个字母和数字全都一样，就按“识别码一样”。</translation>
        </message>
    </context>
    <context>
        <name>ConfirmScreen</name>
        <message>
            <source>Shall I throw it away?</source>
            <translation>真的不要了吗？</translation>
        </message>
        <message>
            <source>Shall I send it?</source>
            <translation>现在发出去吗？</translation>
        </message>
        <message>
            <source>Say “yes please” or “no thank you”, or press.</source>
            <translation>请说“好的谢谢”或“不用谢谢”，也可以按。</translation>
        </message>
        <message>
            <source>Yes, send it</source>
            <translation>好，发出去</translation>
        </message>
        <message>
            <source>No, not now</source>
            <translation>不，先不要</translation>
        </message>
        <message>
            <source>Say “yes please” or “no thank you”, or press one of the two. Nothing happens before you have said yes.</source>
            <translation>请说“好的谢谢”或“不用谢谢”，或者按一个。您没答应，什么都不会做。</translation>
        </message>
    </context>
    <context>
        <name>ConversationScreen</name>
        <message>
            <source>Your message</source>
            <extracomment>Beside the bar; more confuse. Source: standards.md (COGA o5p03).</extracomment>
            <translation>您的消息</translation>
        </message>
        <message>
            <source>This message is no longer on this computer.</source>
            <translation>这条消息已经不在这台电脑上了。</translation>
        </message>
        <message>
            <source>What was said before:</source>
            <translation>以前说过的：</translation>
        </message>
        <message>
            <source>number {number}</source>
            <translation>编号 {number}</translation>
        </message>
        <message>
            <source>code {code}</source>
            <translation>凭证码 {code}</translation>
        </message>
        <message>
            <source>Your voice, {length}.</source>
            <translation>您的录音，{length}。</translation>
        </message>
        <message>
            <source>You</source>
            <translation>您</translation>
        </message>
        <message>
            <source>Answer from {who}</source>
            <translation>{who}的答复</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>答复</translation>
        </message>
        <message>
            <source>You said: solved.</source>
            <translation>您说：解决了。</translation>
        </message>
        <message>
            <source>You said: not solved.</source>
            <translation>您说：没有解决。</translation>
        </message>
        <message>
            <source>You said: I don't understand.</source>
            <translation>您说：没看懂。</translation>
        </message>
        <message>
            <source>Solved</source>
            <translation>解决了</translation>
        </message>
        <message>
            <source>Not solved</source>
            <translation>没有解决</translation>
        </message>
        <message>
            <source>I don't understand</source>
            <translation>我没看懂</translation>
        </message>
        <message>
            <source>Write back</source>
            <translation>再写几句</translation>
        </message>
        <message>
            <source>Copy the words into a new message</source>
            <translation>用这些话写一条新消息</translation>
        </message>
        <message>
            <source>without your recording</source>
            <translation>不带录音</translation>
        </message>
        <message>
            <source>Say it in a new message</source>
            <translation>重新说一条消息</translation>
        </message>
        <message>
            <source>what is sealed can't be shown again</source>
            <translation>密封的内容不能再显示</translation>
        </message>
        <message>
            <source>your recording can't be copied</source>
            <translation>录音不能复制</translation>
        </message>
        <message>
            <source>Remove it from this computer</source>
            <translation>从这台电脑上移除</translation>
        </message>
        <message>
            <source>Throw these words away</source>
            <translation>不要这些话了</translation>
        </message>
        <message>
            <source>Take this message back</source>
            <translation>收回这条消息</translation>
        </message>
        <message>
            <source>Thank you. If it is not solved after all, press Not solved.</source>
            <translation>谢谢您。要是后来发现没有解决，就按“没有解决”。</translation>
        </message>
        <message>
            <source>Here is what you said and what was answered. Press Listen to hear it, then say whether it is solved, or write back.</source>
            <translation>这里是您说的话和答复。按“听”就念给您听，然后请说解决了没有，也可以再写几句。</translation>
        </message>
    </context>
    <context>
        <name>Dates</name>
        <message>
            <source>Good morning</source>
            <extracomment>A clock outside these years is wrong: a flat battery puts it back to 1970, 1980 or 2000.</extracomment>
            <translation>早上好</translation>
        </message>
        <message>
            <source>Good afternoon</source>
            <translation>下午好</translation>
        </message>
        <message>
            <source>Good evening</source>
            <translation>晚上好</translation>
        </message>
        <message>
            <source>today</source>
            <translation>今天</translation>
        </message>
        <message>
            <source>yesterday</source>
            <translation>昨天</translation>
        </message>
        <message>
            <source>tomorrow</source>
            <translation>明天</translation>
        </message>
        <message>
            <source>{day}, {time}</source>
            <translation>{day} {time}</translation>
        </message>
    </context>
    <context>
        <name>Description</name>
        <message>
            <source>{number}: {name}</source>
            <translation>{number}，{name}</translation>
        </message>
    </context>
    <context>
        <name>Dictation</name>
        <message>
            <source>I have finished</source>
            <extracomment>So long it thinks before one may choose not to wait; a press too many on *I have finished* must not do that. From so many seconds before the end on, the count says how much is left. Whether nothing can be lost any more by not waiting for the words.</extracomment>
            <translation>我说完了</translation>
        </message>
        <message>
            <source>Never mind</source>
            <translation>不说了</translation>
        </message>
        <message>
            <source>Do not wait</source>
            <translation>不等了</translation>
        </message>
        <message>
            <source>{length} left</source>
            <translation>还剩{length}</translation>
        </message>
        <message>
            <source>I heard nothing. You can type, or try once more.</source>
            <translation>我什么也没听到。可以打字，也可以再说一次。</translation>
        </message>
    </context>
    <context>
        <name>EarSign</name>
        <message>
            <source>Wait a moment.</source>
            <extracomment>Screen readers are told of the level in steps of a tenth: each step is an event for them.</extracomment>
            <translation>请稍等。</translation>
        </message>
        <message>
            <source>I am listening. Speak now.</source>
            <translation>我在听，请说。</translation>
        </message>
        <message>
            <source>I am thinking.</source>
            <translation>我想一想。</translation>
        </message>
        <message>
            <source>I am not listening.</source>
            <translation>我没有在听。</translation>
        </message>
        <message>
            <source>How loud it is</source>
            <translation>声音大小</translation>
        </message>
    </context>
    <context>
        <name>FindScreen</name>
        <message>
            <source>Find a notice</source>
            <translation>找通知</translation>
        </message>
        <message>
            <source>among all notices here</source>
            <translation>在这里的所有通知里找</translation>
        </message>
        <message>
            <source>Type a word, and Footbridge looks through all notices.</source>
            <translation>输入一个词，连心桥就在所有通知里找。</translation>
        </message>
        <message>
            <source>What are you looking for?</source>
            <translation>您要找什么？</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>找一找</translation>
        </message>
        <message>
            <source>Choose who it is from</source>
            <translation>按谁发的来找</translation>
        </message>
        <message>
            <source>Please type a word first, for example: water.</source>
            <translation>请先输入一个词，比如：停水。</translation>
        </message>
        <message>
            <source>Type a word that the notice has in it, then press Find. Or choose who it is from and see all of theirs.</source>
            <translation>输入通知里有的一个词，再按“找一找”。也可以选是谁发的，看他们的全部通知。</translation>
        </message>
    </context>
    <context>
        <name>Hearing</name>
        <message>
            <source>English</source>
            <translation>英语</translation>
        </message>
        <message>
            <source>Chinese</source>
            <translation>中文</translation>
        </message>
        <message>
            <source>{language}: nothing yet.</source>
            <translation>{language}：还听不懂。</translation>
        </message>
        <message>
            <source>{language}: built in, simple.</source>
            <translation>{language}：自带的，比较简单。</translation>
        </message>
        <message>
            <source>{language}: good, by {pack}.</source>
            <translation>{language}：听得好，用的是{pack}。</translation>
        </message>
        <message>
            <source>{language}: very good, but slow, by {pack}.</source>
            <translation>{language}：听得很好，但慢一些，用的是{pack}。</translation>
        </message>
        <message>
            <source>a speech pack</source>
            <translation>语音包</translation>
        </message>
        <message>
            <source>{pack} is here, but this Footbridge lacks the part that reads it.</source>
            <translation>{pack} 在这里，但这个连心桥缺少读它的部件。</translation>
        </message>
        <message>
            <source>Your voice is kept as a recording. With a speech pack I can write it down too.</source>
            <translation>您的话会录音保留。装上语音包，我还能写成文字。</translation>
        </message>
        <message>
            <source>Short, clear sentences go best. A speech pack understands more.</source>
            <translation>话短一些、清楚一些最好。语音包听懂得更多。</translation>
        </message>
        <message>
            <source>a voice for {language}</source>
            <translation>{language}朗读声音</translation>
        </message>
        <message>
            <source>understands speech</source>
            <translation>能听懂说话</translation>
        </message>
        <message>
            <source>understands {language}</source>
            <translation>能听懂{language}</translation>
        </message>
        <message>
            <source>{number} MB</source>
            <translation>{number} MB</translation>
        </message>
        <message>
            <source>not checked</source>
            <translation>未经检查</translation>
        </message>
        <message>
            <source>, </source>
            <translation>，</translation>
        </message>
    </context>
    <context>
        <name>HelpScreen</name>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>Keys: Tab goes on, Enter presses, Escape goes back, F2 reads aloud. A number key presses that choice.</source>
            <translation>用键盘：Tab 往下走，回车是按下，Esc 返回，F2 朗读。按数字键，就选第几项。</translation>
        </message>
        <message>
            <source>I understand, go back</source>
            <translation>明白了，返回</translation>
        </message>
        <message>
            <source>What you can say</source>
            <translation>您可以这样说</translation>
        </message>
        <message>
            <source>press Speak, and say it</source>
            <translation>按“说”，再开口</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>bigger text, colours, voice, language</source>
            <translation>字大小、颜色、声音、语言</translation>
        </message>
        <message>
            <source>A person can help you: {name}, telephone {telephone}. {hours}</source>
            <translation>可以找人帮忙：{name}，电话 {telephone}。{hours}</translation>
        </message>
    </context>
    <context>
        <name>HelperScreen</name>
        <message>
            <source>Footbridge {version}</source>
            <translation>连心桥 {version}</translation>
        </message>
        <message>
            <source>no community yet</source>
            <translation>还没加入社区</translation>
        </message>
        <message>
            <source>Helper's corner</source>
            <translation>帮手专区</translation>
        </message>
        <message>
            <source>For whoever helps with this computer.</source>
            <translation>给帮忙照看这台电脑的人。</translation>
        </message>
        <message>
            <source>Try the connection now</source>
            <translation>现在试试连接</translation>
        </message>
        <message>
            <source>Work without a connection</source>
            <translation>不联网使用</translation>
        </message>
        <message>
            <source>Switches the connection off, or on again.</source>
            <translation>关掉或者重新打开连接。</translation>
        </message>
        <message>
            <source>Join a community</source>
            <translation>加入社区</translation>
        </message>
        <message>
            <source>No community has been joined yet.</source>
            <translation>还没有加入社区。</translation>
        </message>
        <message>
            <source>The connection has not been tried yet.</source>
            <translation>还没有试过连接。</translation>
        </message>
        <message>
            <source>Trying the connection …</source>
            <translation>正在试着连接……</translation>
        </message>
        <message>
            <source>The connection works.</source>
            <translation>连接正常。</translation>
        </message>
        <message>
            <source>The last try did not work.</source>
            <translation>上一次没有连上。</translation>
        </message>
        <message>
            <source>The connection is switched off.</source>
            <translation>连接已关掉。</translation>
        </message>
        <message>
            <source>Press Join a community. Until then nothing can be sent.</source>
            <translation>请按“加入社区”。加入以前，什么也发不出去。</translation>
        </message>
        <message>
            <source>Nothing is lost. Messages are kept and go when it is on again.</source>
            <translation>什么都没丢。您的话都留着，重新打开后就会发出去。</translation>
        </message>
        <message>
            <source>There was no contact yet.</source>
            <translation>还从来没有连上过。</translation>
        </message>
        <message>
            <source>There was contact, but this computer's clock was wrong then.</source>
            <translation>连上过，不过那时这台电脑的时间不对。</translation>
        </message>
        <message>
            <source>Last contact: {moment}.</source>
            <translation>上次连上：{moment}。</translation>
        </message>
        <message>
            <source>No message is waiting.</source>
            <translation>没有等着发的话。</translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) waiting to be sent.</source>
            <translation>
                <numerusform>有 %n 条话等着发。</numerusform>
            </translation>
        </message>
        <message>
            <source>USB stick</source>
            <translation>U盘</translation>
        </message>
        <message>
            <source>Brings notices and answers, takes your messages along.</source>
            <translation>带来通知和答复，带走您的消息。</translation>
        </message>
        <message>
            <source>The community and its code</source>
            <translation>社区和识别码</translation>
        </message>
        <message>
            <source>Voice and speech packs</source>
            <translation>声音和语音包</translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) kept for another community.</source>
            <translation>
                <numerusform>有 %n 条消息是写给另一个社区的，先保存着。</numerusform>
            </translation>
        </message>
        <message>
            <source>A recording is on its way: {percent} %.</source>
            <translation>有一段录音正在发送：{percent}%。</translation>
        </message>
        <message>
            <source>Messages can't be sealed yet: the community has no key. Please tell the office.</source>
            <translation>消息还不能密封：社区没有钥匙。请告诉社区工作人员。</translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) came that could not be read.</source>
            <translation>
                <numerusform>有 %n 条收到的通知看不了。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) can't be sent: the disk spoilt them.</source>
            <translation>
                <numerusform>有 %n 条话发不了：磁盘把它们弄坏了。</numerusform>
            </translation>
        </message>
        <message>
            <source>Join a community first.</source>
            <translation>请先加入社区。</translation>
        </message>
        <message>
            <source>This page is for helpers: it shows the connection and what is waiting. Nothing here can lose a message.</source>
            <translation>这一页是给帮手看的：连接怎么样，还有什么没发。在这里怎么按，都不会丢话。</translation>
        </message>
    </context>
    <context>
        <name>HelperVoiceScreen</name>
        <message>
            <source>Voice and speech packs</source>
            <translation>声音和语音包</translation>
        </message>
        <message>
            <source>Helper's corner</source>
            <translation>帮手专区</translation>
        </message>
        <message>
            <source>Hear whether both voices speak, and put in what lets it understand more.</source>
            <translation>听听两种声音，再装上让它听懂更多的语音包。</translation>
        </message>
        <message>
            <source>Try out the voice</source>
            <translation>试试声音</translation>
        </message>
        <message>
            <source>Speech packs</source>
            <translation>语音包</translation>
        </message>
        <message>
            <source>Now you should hear English, then Chinese.</source>
            <translation>现在应该先听到英语，再听到中文。</translation>
        </message>
        <message>
            <source>Did you hear two voices? If not, switch the loudspeaker on or louder.</source>
            <translation>两种声音都听到了吗？没听到，请打开音箱或调大音量。</translation>
        </message>
        <message>
            <source>Press Try out the voice to hear a sentence in each language. Speech packs let this computer understand more of what is said.</source>
            <translation>按“试听声音”，会听到中英文各一句。装上语音包，电脑能听懂更多的话。</translation>
        </message>
    </context>
    <context>
        <name>HomeScreen</name>
        <message numerus="yes">
            <source>%n message(s) saved from the damaged file.</source>
            <extracomment>Problems that stay until somebody does something about them.</extracomment>
            <translation>
                <numerusform>从坏文件里救回了 %n 条消息。</numerusform>
            </translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>看通知</translation>
        </message>
        <message>
            <source>what is new here</source>
            <translation>看看有什么新消息</translation>
        </message>
        <message>
            <source>Tell us</source>
            <translation>说句话</translation>
        </message>
        <message>
            <source>an idea, a problem, thanks</source>
            <translation>建议、问题、感谢</translation>
        </message>
        <message>
            <source>My messages</source>
            <translation>我的消息</translation>
        </message>
        <message>
            <source>what became of your words</source>
            <translation>您说的话有没有回音</translation>
        </message>
        <message>
            <source>Learn and stay safe</source>
            <translation>学一学，防上当</translation>
        </message>
        <message>
            <source>short lessons</source>
            <translation>小课堂</translation>
        </message>
        <message>
            <source>This is the start. Choose one of the four: read notices, tell us something, see your messages, or learn.</source>
            <translation>这里是首页。四样里选一样：看通知、说句话、看自己的消息，或者学一学。</translation>
        </message>
        <message numerus="yes">
            <source>%n answer(s) for you</source>
            <translation>
                <numerusform>有 %n 条答复</numerusform>
            </translation>
        </message>
        <message>
            <source>go on with your message</source>
            <translation>接着写没写完的话</translation>
        </message>
        <message numerus="yes">
            <source>%n short lesson(s)</source>
            <translation>
                <numerusform>%n 个小课</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n 条新通知</numerusform>
            </translation>
        </message>
        <message>
            <source>nothing new</source>
            <translation>没有新的</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>还没有</translation>
        </message>
        <message>
            <source>Urgent notice. Checked.</source>
            <translation>紧急通知，已核实</translation>
        </message>
        <message>
            <source>Urgent notice. Not checked.</source>
            <translation>紧急通知，未核实</translation>
        </message>
        <message>
            <source>Urgent, not checked: {title}</source>
            <translation>紧急，未核实：{title}</translation>
        </message>
        <message>
            <source>Urgent: {title}</source>
            <translation>紧急：{title}</translation>
        </message>
    </context>
    <context>
        <name>JoinFileScreen</name>
        <message>
            <source>Join from a USB stick</source>
            <extracomment>Nobody could be asked: nothing speaks against what the file says.</extracomment>
            <translation>用U盘加入</translation>
        </message>
        <message>
            <source>Join a community</source>
            <translation>加入社区</translation>
        </message>
        <message>
            <source>Put the stick of your community into this computer.</source>
            <translation>请把社区给您的U盘插到这台电脑上。</translation>
        </message>
        <message>
            <source>Looking for it. One moment, please.</source>
            <translation>正在找，请稍等。</translation>
        </message>
        <message>
            <source>Which one is your community?</source>
            <translation>哪一个是您的社区？</translation>
        </message>
        <message>
            <source>No stick with a community was found.</source>
            <translation>没有找到带社区文件的U盘。</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>再找一次</translation>
        </message>
        <message>
            <source>There is no connection just now. Notices can come with a USB stick.</source>
            <translation>现在没有网络，通知可以用U盘带来。</translation>
        </message>
        <message>
            <source>Join without a connection</source>
            <translation>不联网，先加入</translation>
        </message>
        <message>
            <source>You have joined {name}.</source>
            <translation>您已加入{name}。</translation>
        </message>
        <message>
            <source>Put the stick in, wait a moment, then press Look again. Press the name of your community when you see it.</source>
            <translation>插上U盘，等一会儿，再按“再找一次”。看到您社区的名字，就按它。</translation>
        </message>
    </context>
    <context>
        <name>JoinScreen</name>
        <message>
            <source>Join a community</source>
            <translation>加入社区</translation>
        </message>
        <message>
            <source>Type the address of your community. A helper can tell you.</source>
            <translation>请输入您社区的地址。可以问问帮手。</translation>
        </message>
        <message>
            <source>by its address</source>
            <translation>用社区的地址</translation>
        </message>
        <message>
            <source>The address, letter by letter</source>
            <translation>地址，请一个字母一个字母地输入</translation>
        </message>
        <message>
            <source>Look for it</source>
            <translation>找一找</translation>
        </message>
        <message>
            <source>From a USB stick</source>
            <translation>用U盘加入</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>以后再说</translation>
        </message>
        <message>
            <source>in Settings, Helper's corner</source>
            <translation>在“设置”的“帮手专区”里也能加入</translation>
        </message>
        <message>
            <source>Please type the address first.</source>
            <translation>请先输入地址。</translation>
        </message>
        <message>
            <source>Looking for it. One moment, please.</source>
            <translation>正在找，请稍等。</translation>
        </message>
        <message>
            <source>Is this your community?</source>
            <translation>这是您的社区吗？</translation>
        </message>
        <message>
            <source>Yes, join {name}</source>
            <translation>是，加入{name}</translation>
        </message>
        <message>
            <source>I have compared the code</source>
            <translation>识别码我核对过了</translation>
        </message>
        <message>
            <source>it is the same</source>
            <translation>是一样的</translation>
        </message>
        <message>
            <source>No, another address</source>
            <translation>不是，换个地址</translation>
        </message>
        <message>
            <source>The code for this computer, to send messages</source>
            <translation>这台电脑的加入码（发消息要用）</translation>
        </message>
        <message>
            <source>The code for this computer, if you have one</source>
            <translation>这台电脑的加入码（如果有的话）</translation>
        </message>
        <message>
            <source>The code fits: {code}. Its notices are checked.</source>
            <translation>识别码对上了：{code}。它的通知会标“已核实”。</translation>
        </message>
        <message>
            <source>Its code: {code}. Please compare it.</source>
            <translation>它的识别码：{code}。请核对一下。</translation>
        </message>
        <message>
            <source>It has no code. Its notices are not checked.</source>
            <translation>它没有识别码，通知会标“未核实”。</translation>
        </message>
        <message>
            <source>You leave {name}. Your messages stay on this computer.</source>
            <translation>您会离开{name}。您说过的话还留在这台电脑上。</translation>
        </message>
        <message>
            <source>You have joined {name}.</source>
            <translation>您已加入{name}。</translation>
        </message>
        <message>
            <source>Is this the right name? Then type the code for this computer and press Yes.</source>
            <translation>名字对吗？对的话，输入这台电脑的加入码，再按“是”。</translation>
        </message>
        <message>
            <source>Is this the right name? Then press Yes. If not, press No.</source>
            <translation>名字对吗？对就按“是”，不对就按“不是”。</translation>
        </message>
        <message>
            <source>Type the address that your helper gave you, then press Look for it. You will be asked before you join.</source>
            <translation>输入帮手给您的地址，再按“找一找”。加入以前会先问您。</translation>
        </message>
    </context>
    <context>
        <name>Joining</name>
        <message>
            <source>A person to ask: {name}, telephone {telephone}</source>
            <extracomment>What was last typed as an address in each window: nobody has to type it twice.</extracomment>
            <translation>有事可以问：{name}，电话 {telephone}</translation>
        </message>
        <message>
            <source>This does not look like an address. Please check it letter by letter, then press the button again.</source>
            <translation>这不像是一个地址。请一个字母一个字母地核对，再按一次。</translation>
        </message>
        <message>
            <source>A code has sixteen letters and digits. Please check it, then press the button again.</source>
            <translation>识别码有十六个字母和数字。请检查一下，再按一次。</translation>
        </message>
        <message>
            <source>This community has another code than yours, so it may be a false one. You have not joined it. Ask a helper.</source>
            <translation>这个社区的识别码和您的不一样，可能是假的。现在没有加入，请找帮手看看。</translation>
        </message>
        <message>
            <source>Nobody answered at this address. Check it letter by letter, or try again when there is a connection.</source>
            <translation>这个地址没有回应。请核对每个字母，或者等有了网络再试。</translation>
        </message>
        <message>
            <source>This network asks you to log in first. Ask a helper to log in, then try again.</source>
            <translation>这个网络要先登录。请帮手登录一下，再试一次。</translation>
        </message>
        <message>
            <source>Your community has trouble just now. Please try again in a few minutes.</source>
            <translation>社区那边现在有点问题。请过几分钟再试。</translation>
        </message>
        <message>
            <source>Something answered, but it is not a community. Please check the address letter by letter.</source>
            <translation>有回应，但不是社区。请一个字母一个字母地核对地址。</translation>
        </message>
        <message>
            <source>This program is too old for that community. Ask a helper for the new one.</source>
            <translation>这个程序太旧了，那个社区用不了。请帮手换新的。</translation>
        </message>
        <message>
            <source>The code for this computer is not right, or no longer good. Check it letter by letter, or ask for a new one.</source>
            <translation>这台电脑的加入码不对，或者已经失效。请一个一个核对，或要一个新的。</translation>
        </message>
        <message>
            <source>Many people are asking just now. Please try again in a minute.</source>
            <translation>现在人很多。请过一分钟再试。</translation>
        </message>
        <message>
            <source>The connection is switched off. Switch it on in the Helper's corner, then try again.</source>
            <translation>连接已关掉。请在“帮手专区”里打开，再试一次。</translation>
        </message>
    </context>
    <context>
        <name>KeepingScreen</name>
        <message>
            <source>After sending</source>
            <translation>发出以后</translation>
        </message>
        <message>
            <source>Choose who can read your messages on this computer after you have sent them.</source>
            <translation>选一选：消息发出以后，谁能在这台电脑上看到。</translation>
        </message>
        <message>
            <source>The community has no key for this yet. Please tell the office.</source>
            <translation>社区还没有密封用的钥匙。请告诉社区工作人员。</translation>
        </message>
        <message>
            <source>Your messages and recordings stay here, to be read again.</source>
            <translation>消息和录音都留在这里，随时能再看、再听。</translation>
        </message>
        <message>
            <source>Only this program can open your recordings. When you throw one away, its key is thrown away too.</source>
            <translation>录音只有本程序能打开。您扔掉录音，钥匙也一起扔掉。</translation>
        </message>
        <message>
            <source>For a computer that many people use. What you send is sealed: only the office can read it.</source>
            <translation>适合大家共用的电脑。发出的内容会密封，只有社区工作人员能看。</translation>
        </message>
        <message>
            <source>I can read them here</source>
            <translation>我能在这里看</translation>
        </message>
        <message>
            <source>I can, recordings are locked</source>
            <translation>我能看，录音要上锁</translation>
        </message>
        <message>
            <source>Nobody can read them here</source>
            <translation>在这里谁也看不到</translation>
        </message>
        <message>
            <source>chosen</source>
            <translation>已选</translation>
        </message>
        <message>
            <source>Press what fits this computer; it counts from the next message on. Put it back as it was takes you back.</source>
            <translation>按适合这台电脑的一项，从下一条消息起生效。按“恢复原样”就变回去。</translation>
        </message>
    </context>
    <context>
        <name>LanguageScreen</name>
        <message>
            <source>Now: {name}</source>
            <translation>现在是：{name}</translation>
        </message>
        <message>
            <source>chosen</source>
            <translation>已选</translation>
        </message>
        <message>
            <source>Press the language you want to read and hear. Every word changes at once.</source>
            <translation>按您想看、想听的语言，所有的字马上就变。</translation>
        </message>
    </context>
    <context>
        <name>LearnScreen</name>
        <message>
            <source>Learn and stay safe</source>
            <translation>学一学，防上当</translation>
        </message>
        <message numerus="yes">
            <source>%n short lesson(s)</source>
            <translation>
                <numerusform>%n 个小课</numerusform>
            </translation>
        </message>
        <message>
            <source>Choose a lesson. You can stop and come back at any time.</source>
            <translation>选一课吧。随时可以停，也随时可以再来。</translation>
        </message>
        <message numerus="yes">
            <source>%n step(s)</source>
            <translation>
                <numerusform>共 %n 步</numerusform>
            </translation>
        </message>
        <message>
            <source>There are no lessons here yet. They come with your community's notices.</source>
            <translation>这里还没有小课。小课会跟社区的通知一起来。</translation>
        </message>
        <message>
            <source>I understand, go back</source>
            <translation>知道了，返回</translation>
        </message>
        <message>
            <source>Each lesson is a few short steps on something useful. Press a lesson to begin; nothing you do in a lesson is sent.</source>
            <translation>每一课只有短短几步，都很实用。按一课就开始；在课里怎么按，都不会发出去。</translation>
        </message>
    </context>
    <context>
        <name>LessonScreen</name>
        <message>
            <source>Step {step} of {steps}</source>
            <translation>第 {step} 步，共 {steps} 步</translation>
        </message>
        <message>
            <source>Step before</source>
            <translation>上一步</translation>
        </message>
        <message>
            <source>All lessons</source>
            <translation>全部小课</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>学完了</translation>
        </message>
        <message>
            <source>Next step</source>
            <translation>下一步</translation>
        </message>
        <message>
            <source>Well done</source>
            <translation>您真棒</translation>
        </message>
        <message>
            <source>You have finished this lesson. Come back to it whenever you like.</source>
            <translation>这一课您学完了。什么时候想再看，就再来。</translation>
        </message>
        <message>
            <source>Once more from the start</source>
            <translation>从头再来一遍</translation>
        </message>
        <message>
            <source>Lesson</source>
            <translation>小课</translation>
        </message>
        <message>
            <source>This lesson is not here any more.</source>
            <translation>这一课已经不在这里了。</translation>
        </message>
        <message>
            <source>Read the step, or press Listen to hear it. Then press Next step; Step before goes back.</source>
            <translation>看这一步，或者按“听”来听。然后按“下一步”；“上一步”是往回走。</translation>
        </message>
    </context>
    <context>
        <name>LitText</name>
        <message>
            <source>Read on ({page})</source>
            <translation>往下看（{page}）</translation>
        </message>
        <message>
            <source>Read on</source>
            <translation>往下看</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Footbridge</source>
            <extracomment>A window lower than this many body sizes is crowded: some space is given up then. At 30 points, large as everything begins, a screen of 720 pixels is 18 body sizes high, and Home would have five pages there.</extracomment>
            <translation>连心桥</translation>
        </message>
    </context>
    <context>
        <name>MessageState</name>
        <message>
            <source>It never left this computer.</source>
            <translation>它没有离开过这台电脑。</translation>
        </message>
        <message>
            <source>{office} is told when there is a connection.</source>
            <translation>一有网络就会告诉{office}。</translation>
        </message>
        <message>
            <source>Somebody had seen it: {office} is asked to erase it.</source>
            <translation>已有人看过，正请{office}删除。</translation>
        </message>
        <message>
            <source>{office} has erased it.</source>
            <translation>{office}已经删除。</translation>
        </message>
        <message>
            <source>{office} is told when you join that community again.</source>
            <translation>您再次加入那个社区时，会告诉{office}。</translation>
        </message>
        <message>
            <source>You took it back.</source>
            <translation>您收回了它。</translation>
        </message>
        <message>
            <source>You took it back, {when}.</source>
            <translation>您在{when}收回了它。</translation>
        </message>
        <message>
            <source>Erased by {office}.</source>
            <translation>{office}已将它删除。</translation>
        </message>
        <message>
            <source>Erased by {office}, {when}.</source>
            <translation>{office}在{when}将它删除了。</translation>
        </message>
        <message>
            <source>This computer's disk damaged your recording, so it can't be sent. Please say it anew.</source>
            <translation>这台电脑的硬盘把您的录音弄坏了，发不出去。请您重新说一遍。</translation>
        </message>
        <message>
            <source>This computer's disk damaged it, so it can't be sent. Please write it anew.</source>
            <translation>这台电脑的硬盘把它弄坏了，发不出去。请您重新写一遍。</translation>
        </message>
        <message>
            <source>This computer's disk damaged words of yours, so they can't be sent. Please write them anew.</source>
            <translation>这台电脑的硬盘弄坏了您写的几句话，发不出去。请您重新写一遍。</translation>
        </message>
        <message>
            <source>another community</source>
            <translation>另一个社区</translation>
        </message>
        <message>
            <source>Its answer comes when you join {community} again.</source>
            <translation>您再加入{community}时，就能收到答复。</translation>
        </message>
        <message>
            <source>Kept on this computer for {community}. It goes when you join that community again.</source>
            <translation>这是写给{community}的，已保存在这台电脑上。您再加入那个社区时就会发出。</translation>
        </message>
        <message>
            <source>Kept on this computer, {when}. It goes when there is a connection.</source>
            <translation>{when}，已保存在这台电脑上。一有网络就会发出。</translation>
        </message>
        <message>
            <source>Kept on this computer. It goes when there is a connection.</source>
            <translation>已保存在这台电脑上。一有网络就会发出。</translation>
        </message>
        <message>
            <source>Kept on this computer.</source>
            <translation>已保存在这台电脑上。</translation>
        </message>
        <message>
            <source>Kept on this computer, {when}.</source>
            <translation>{when}，已保存在这台电脑上。</translation>
        </message>
        <message>
            <source>It goes when a helper has brought the newer program.</source>
            <translation>请人装好新版程序后，它就会发出。</translation>
        </message>
        <message>
            <source>It goes when this computer is joined again, with a new code.</source>
            <translation>这台电脑用新的电脑加入码重新加入后，它就会发出。</translation>
        </message>
        <message>
            <source>Copied to a USB stick.</source>
            <translation>已复制到U盘。</translation>
        </message>
        <message>
            <source>Copied to a USB stick, {when}.</source>
            <translation>{when}，已复制到U盘。</translation>
        </message>
        <message>
            <source>It arrives with the stick, or when there is a connection.</source>
            <translation>U盘送到，或者有了网络，它就会送达。</translation>
        </message>
        <message>
            <source>Your recording is on its way to {office}. It is not all there yet.</source>
            <translation>您的录音正在发给{office}，还没有全部送到。</translation>
        </message>
        <message>
            <source>{office} has your words. Your recording is still on its way.</source>
            <translation>{office}已收到您写的话，录音还在路上。</translation>
        </message>
        <message>
            <source>{office} has your words. This computer's disk damaged your recording, so it can't be sent.</source>
            <translation>{office}已收到您写的话。录音被这台电脑的硬盘弄坏了，发不出去。</translation>
        </message>
        <message>
            <source>{office} has your words, but could not take your recording. The reason: {reason}</source>
            <translation>{office}已收到您写的话，但没能收下录音。原因：{reason}</translation>
        </message>
        <message>
            <source>{office} has your words, but could not take your recording.</source>
            <translation>{office}已收到您写的话，但没能收下录音。</translation>
        </message>
        <message>
            <source>{office} could not take it. The reason: {reason}</source>
            <translation>{office}没有收下。原因：{reason}</translation>
        </message>
        <message>
            <source>{office} could not take it, and gave no reason.</source>
            <translation>{office}没有收下，也没有说明原因。</translation>
        </message>
        <message>
            <source>Received by {office}.</source>
            <translation>{office}已收到。</translation>
        </message>
        <message>
            <source>Received by {office}, {when}.</source>
            <translation>{when}，{office}已收到。</translation>
        </message>
        <message>
            <source>Number {number}.</source>
            <translation>编号{number}。</translation>
        </message>
        <message>
            <source>Being looked at by {who}.</source>
            <translation>{who}正在处理。</translation>
        </message>
        <message>
            <source>An answer is promised by {day}.</source>
            <translation>答应在{day}以前答复。</translation>
        </message>
        <message>
            <source>Answered.</source>
            <translation>已答复。</translation>
        </message>
        <message>
            <source>New answer from {who}, {when}.</source>
            <translation>{who}有新答复，{when}。</translation>
        </message>
        <message>
            <source>Answered by {who}, {when}.</source>
            <translation>{who}已答复，{when}。</translation>
        </message>
        <message>
            <source>Solved. You said so {when}.</source>
            <translation>已解决。这是您{when}说的。</translation>
        </message>
        <message>
            <source>Closed by {office}.</source>
            <translation>{office}已办结。</translation>
        </message>
        <message>
            <source>{office} has the words you wrote {when}.</source>
            <translation>您{when}写的话，{office}已收到。</translation>
        </message>
        <message>
            <source>{office} has your last words.</source>
            <translation>您最后写的话，{office}已收到。</translation>
        </message>
        <message>
            <source>Your last words could not be taken. No reason was given.</source>
            <translation>您最后写的话没有被收下，对方没有说明原因。</translation>
        </message>
        <message>
            <source>Your last words could not be taken. The reason: {reason}</source>
            <translation>您最后写的话没有被收下。原因：{reason}</translation>
        </message>
        <message>
            <source>Your last words are kept on this computer for {community}. They go when you join that community again.</source>
            <translation>您最后写的话是给{community}的，已保存在这台电脑上。您再加入那个社区时就会发出。</translation>
        </message>
        <message>
            <source>Your last words are kept on this computer. They go when there is a connection.</source>
            <translation>您最后写的话已保存在这台电脑上。一有网络就会发出。</translation>
        </message>
        <message>
            <source>You said it is solved, {when}. That is kept on this computer and goes when there is a connection.</source>
            <translation>{when}，您说已经解决了。这句话保存在这台电脑上，一有网络就会发出。</translation>
        </message>
        <message>
            <source>Your last words are kept on this computer, {when}. They go when there is a connection.</source>
            <translation>{when}，您最后写的话已保存在这台电脑上。一有网络就会发出。</translation>
        </message>
        <message>
            <source>Your last words are kept on this computer.</source>
            <translation>您最后写的话已保存在这台电脑上。</translation>
        </message>
        <message>
            <source>Your last words are kept on this computer, {when}.</source>
            <translation>您{when}写的话已保存在这台电脑上。</translation>
        </message>
        <message>
            <source>the office</source>
            <translation>社区</translation>
        </message>
    </context>
    <context>
        <name>Messages</name>
        <message>
            <source>An idea</source>
            <extracomment>The kinds that one can choose, in this order, with their icons.</extracomment>
            <translation>一个建议</translation>
        </message>
        <message>
            <source>A problem</source>
            <translation>一个问题</translation>
        </message>
        <message>
            <source>A question</source>
            <translation>想问一问</translation>
        </message>
        <message>
            <source>Thanks</source>
            <translation>表示感谢</translation>
        </message>
        <message>
            <source>In confidence</source>
            <translation>悄悄说</translation>
        </message>
        <message>
            <source>Something else</source>
            <translation>其他</translation>
        </message>
    </context>
    <context>
        <name>MessagesScreen</name>
        <message>
            <source>My messages</source>
            <translation>我的消息</translation>
        </message>
        <message>
            <source>Here you see what became of your words.</source>
            <translation>在这里可以看到您说的话有了什么结果。</translation>
        </message>
        <message numerus="yes">
            <source>%n message(s)</source>
            <translation>
                <numerusform>%n条消息</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new answer(s)</source>
            <translation>
                <numerusform>%n个新答复</numerusform>
            </translation>
        </message>
        <message>
            <source>You have not sent a message yet.</source>
            <translation>您还没有发过消息。</translation>
        </message>
        <message>
            <source>Would you like to tell us something?</source>
            <translation>您有什么话想跟我们说吗？</translation>
        </message>
        <message>
            <source>Go on with your message</source>
            <translation>接着写这条消息</translation>
        </message>
        <message>
            <source>Tell us</source>
            <translation>说句话</translation>
        </message>
        <message>
            <source>an idea, a problem, a question, thanks</source>
            <translation>建议、问题、疑问、感谢</translation>
        </message>
        <message>
            <source>Each box is a message of yours, with what became of it. Press one to read the answer or to write back.</source>
            <translation>每一格是您的一条消息，下面写着结果。按一下，就能看答复，也能再写几句。</translation>
        </message>
    </context>
    <context>
        <name>MicrophoneScreen</name>
        <message>
            <source>Try the microphone</source>
            <extracomment>A trial is short: after so long it is over by itself. Milliseconds.</extracomment>
            <translation>试试话筒</translation>
        </message>
        <message>
            <source>Nothing of it is kept or sent</source>
            <translation>不保留，也不发送</translation>
        </message>
        <message>
            <source>Speak, and see whether I can hear you. Nothing of it is kept or sent.</source>
            <translation>请说话，看看我能不能听见。不保留，也不发送。</translation>
        </message>
        <message>
            <source>Good, it works</source>
            <translation>好，能用</translation>
        </message>
        <message>
            <source>What understands you</source>
            <translation>用什么听懂您</translation>
        </message>
        <message>
            <source>Press Speak now, and say what day it is.</source>
            <translation>请按“现在说”，说说今天星期几。</translation>
        </message>
        <message>
            <source>Speak now</source>
            <translation>现在说</translation>
        </message>
        <message>
            <source>I have finished</source>
            <translation>我说完了</translation>
        </message>
        <message>
            <source>Never mind</source>
            <translation>算了</translation>
        </message>
        <message>
            <source>I heard you.</source>
            <translation>我听到您了。</translation>
        </message>
        <message>
            <source>Hear yourself</source>
            <translation>听听自己的声音</translation>
        </message>
        <message>
            <source>Speak again</source>
            <translation>再说一次</translation>
        </message>
        <message>
            <source>I heard nothing. Is the microphone switched on? Come closer, and speak again.</source>
            <translation>我什么也没听到。话筒打开了吗？请靠近些，再说一次。</translation>
        </message>
        <message>
            <source>I understood: “{text}”</source>
            <translation>我听懂的是：“{text}”</translation>
        </message>
        <message>
            <source>I could not make words of it. Your voice is there.</source>
            <translation>我没能听成文字，但您的声音录到了。</translation>
        </message>
        <message>
            <source>Press Speak now, say a sentence, then press I have finished. Press Hear yourself to listen to it.</source>
            <translation>请按“现在说”，说一句话，再按“我说完了”。按“听听自己的声音”就能听到。</translation>
        </message>
    </context>
    <context>
        <name>NotShownScreen</name>
        <message>
            <source>Not shown</source>
            <translation>没有显示的通知</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Here you see why a notice is not shown.</source>
            <translation>这里告诉您，为什么有的通知没有显示。</translation>
        </message>
        <message>
            <source>All notices have come as they should.</source>
            <translation>所有通知都完好送到了。</translation>
        </message>
        <message>
            <source>All notices</source>
            <translation>所有通知</translation>
        </message>
        <message>
            <source>You need do nothing. The true notice is asked for again by itself.</source>
            <translation>您不用做什么，电脑会自动再取真的通知。</translation>
        </message>
        <message>
            <source>Ask for it again now</source>
            <translation>现在就再取一次</translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) were changed on the way. We do not show them.</source>
            <translation>
                <numerusform>有 %n 条通知在路上被人改过，所以不显示。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) came without a sign of who sent them. We do not show them.</source>
            <translation>
                <numerusform>有 %n 条通知看不出是谁发的，所以不显示。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) came from somebody else than your community. We do not show them.</source>
            <translation>
                <numerusform>有 %n 条通知不是您的社区发的，所以不显示。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) were meant for another community. We do not show them.</source>
            <translation>
                <numerusform>有 %n 条通知是给别的社区的，所以不显示。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) came once more as they were before. We keep what is newer.</source>
            <translation>
                <numerusform>有 %n 条旧通知又送来了，仍以新的为准。</numerusform>
            </translation>
        </message>
        <message>
            <source>If you are in doubt: {name}, telephone {telephone}.</source>
            <translation>不放心可以问：{name}，电话{telephone}。</translation>
        </message>
        <message>
            <source>It was asked for. It comes when there is a connection.</source>
            <translation>已经去取了，连上网就会送来。</translation>
        </message>
        <message>
            <source>A notice that is not surely from your community is not shown. Press Ask for it again now, or ask the person named here.</source>
            <translation>不能确定是社区发的通知，就不显示。可以按“现在就再取一次”，或者问问这里写的人。</translation>
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message>
            <source>From {issuer}. Checked.</source>
            <translation>来自{issuer}，已核实。</translation>
        </message>
        <message>
            <source>From {issuer}. Not checked.</source>
            <translation>来自{issuer}，未核实。</translation>
        </message>
        <message>
            <source>Checked</source>
            <translation>已核实</translation>
        </message>
        <message>
            <source>Not checked</source>
            <translation>未核实</translation>
        </message>
        <message>
            <source>New</source>
            <translation>新</translation>
        </message>
        <message>
            <source>Read</source>
            <translation>看过</translation>
        </message>
        <message>
            <source>Corrected</source>
            <translation>有更正</translation>
        </message>
        <message>
            <source>Withdrawn</source>
            <translation>已撤回</translation>
        </message>
        <message>
            <source>Urgent</source>
            <translation>紧急</translation>
        </message>
        <message>
            <source>its day is over</source>
            <translation>已过期</translation>
        </message>
        <message>
            <source>This notice was withdrawn. {reason}</source>
            <translation>这条通知已经撤回。{reason}</translation>
        </message>
        <message>
            <source>This notice was corrected. {change}</source>
            <translation>这条通知有更正。{change}</translation>
        </message>
        <message>
            <source>This notice was sent out once more.</source>
            <translation>这条通知又重新发了一次。</translation>
        </message>
        <message>
            <source>This is urgent.</source>
            <translation>这是紧急通知。</translation>
        </message>
        <message>
            <source>Before that: {change}</source>
            <translation>在这之前：{change}</translation>
        </message>
        <message>
            <source>This was good until {day}. That is over.</source>
            <translation>这条通知到 {day} 为止，现在已经过期。</translation>
        </message>
    </context>
    <context>
        <name>NoticesScreen</name>
        <message>
            <source>Notices</source>
            <extracomment>How many cards are fetched at once; more come when the last page is shown. What of a card's width its note does not get: the icon and the edges, in body sizes.</extracomment>
            <translation>通知</translation>
        </message>
        <message>
            <source>Each box is one notice. Press one to read it or to hear it. Press More to see further notices.</source>
            <translation>一个框是一条通知。按一下就能看，也能听。按“下一页”看更多。</translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s)</source>
            <translation>
                <numerusform>%n 条通知</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n 条新的</numerusform>
            </translation>
        </message>
        <message>
            <source>with the words “{words}”</source>
            <translation>含有“{words}”</translation>
        </message>
        <message>
            <source>All notices</source>
            <translation>全部通知</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>查找</translation>
        </message>
        <message>
            <source>Find a notice</source>
            <translation>查找通知</translation>
        </message>
        <message>
            <source>Read me what is new</source>
            <translation>把新通知念给我听</translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s), one after the other</source>
            <translation>
                <numerusform>%n 条，一条接一条</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) not shown</source>
            <translation>
                <numerusform>有 %n 条通知没有显示</numerusform>
            </translation>
        </message>
        <message>
            <source>Something is wrong with how it came. Press to see what.</source>
            <translation>它送来的路上出了问题。按这里看看。</translation>
        </message>
        <message>
            <source>Press to see why.</source>
            <translation>按这里看原因。</translation>
        </message>
        <message>
            <source>No notice was found. Try another word, or show all notices.</source>
            <translation>没找到。换个词再试，或者看全部通知。</translation>
        </message>
        <message>
            <source>There are no notices yet. They come by themselves when there is a connection.</source>
            <translation>还没有通知。连上网以后，通知会自己来。</translation>
        </message>
    </context>
    <context>
        <name>OneSetting</name>
        <message>
            <source>Good, keep it like this</source>
            <translation>正好，就这样</translation>
        </message>
        <message>
            <source>Put it back as it was</source>
            <translation>恢复原样</translation>
        </message>
        <message>
            <source>Undoes what you changed here.</source>
            <translation>把您在这里改的变回去。</translation>
        </message>
        <message>
            <source>It is as it was. Nothing was changed.</source>
            <translation>还是原来的样子，什么都没改。</translation>
        </message>
    </context>
    <context>
        <name>PackAddScreen</name>
        <message>
            <source>A speech pack</source>
            <translation>语音包</translation>
        </message>
        <message>
            <source>Here you see what the speech pack is, before it is put in.</source>
            <translation>装之前，这里告诉您这是什么语音包。</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>不装了</translation>
        </message>
        <message>
            <source>It is checked while it is copied.</source>
            <translation>复制时会检查。</translation>
        </message>
        <message>
            <source>Nobody wrote down what is in it, so it can't be checked.</source>
            <translation>里面没有内容清单，所以无法检查。</translation>
        </message>
        <message>
            <source>This pack: {purpose}. It needs {size}.</source>
            <translation>这个语音包{purpose}，占 {size}。</translation>
        </message>
        <message>
            <source>Licence: {licence}.</source>
            <translation>许可证：{licence}。</translation>
        </message>
        <message>
            <source>Which language shall it understand?</source>
            <translation>要用它听懂哪种语言？</translation>
        </message>
        <message>
            <source>Put it in</source>
            <translation>装上</translation>
        </message>
        <message>
            <source>The speech pack is being put in.</source>
            <translation>正在装语音包。</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停下</translation>
        </message>
        <message>
            <source>{done} of {whole} are copied. Leave the stick in.</source>
            <translation>已复制 {done}，共 {whole}。请不要拔 U 盘。</translation>
        </message>
        <message>
            <source>Just a moment …</source>
            <translation>请稍等……</translation>
        </message>
        <message>
            <source>It is in. You can take the stick out.</source>
            <translation>装好了，可以拔下 U 盘。</translation>
        </message>
        <message>
            <source>Good</source>
            <translation>好</translation>
        </message>
        <message>
            <source>Hear the voice</source>
            <translation>听听声音</translation>
        </message>
        <message>
            <source>Try the microphone</source>
            <translation>试试话筒</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再试一次</translation>
        </message>
        <message>
            <source>Press Put it in to use this pack. Leave the stick in until it says that it is done.</source>
            <translation>要用这个语音包，请按“装上”。装好之前请不要拔 U 盘。</translation>
        </message>
    </context>
    <context>
        <name>PacksOutScreen</name>
        <message>
            <source>Speech packs here</source>
            <translation>这里的语音包</translation>
        </message>
        <message>
            <source>Press one to take it out</source>
            <translation>要删哪个，就按哪个</translation>
        </message>
        <message>
            <source>These speech packs are on this computer. Press one to take it out.</source>
            <translation>这些是本机的语音包。要删哪个，就按哪个。</translation>
        </message>
        <message>
            <source>There is no speech pack here.</source>
            <translation>这里没有语音包。</translation>
        </message>
        <message>
            <source>Take it out?</source>
            <translation>要删掉吗？</translation>
        </message>
        <message>
            <source>It is asked whether this speech pack shall be taken out.</source>
            <translation>这里问您要不要删掉这个语音包。</translation>
        </message>
        <message>
            <source>It is deleted from this computer. You can put it in again from the stick.</source>
            <translation>它会从本机删掉。以后可以用 U 盘再装。</translation>
        </message>
        <message>
            <source>No, keep it</source>
            <translation>不，留着</translation>
        </message>
        <message>
            <source>Yes, take it out</source>
            <translation>是，删掉</translation>
        </message>
        <message>
            <source>Press a speech pack to take it out. You are asked once more before it goes.</source>
            <translation>要删语音包，就按它。删之前会再问您一次。</translation>
        </message>
    </context>
    <context>
        <name>PacksScreen</name>
        <message>
            <source>Put in a speech pack</source>
            <translation>装语音包</translation>
        </message>
        <message>
            <source>from a USB stick or a file</source>
            <translation>从 U 盘或文件</translation>
        </message>
        <message>
            <source>Plug in the stick with the speech pack, then press the pack's name.</source>
            <translation>请插上有语音包的 U 盘，再按语音包的名字。</translation>
        </message>
        <message>
            <source>Looking at the sticks …</source>
            <translation>正在看 U 盘……</translation>
        </message>
        <message numerus="yes">
            <source>%n speech pack(s) found.</source>
            <translation>
                <numerusform>找到 %n 个语音包。</numerusform>
            </translation>
        </message>
        <message>
            <source>No speech pack was found. Plug in the stick, wait a moment, look again.</source>
            <translation>没有找到语音包。请插上 U 盘，等一下，再看一次。</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>再看一次</translation>
        </message>
        <message>
            <source>Choose a file</source>
            <translation>选一个文件</translation>
        </message>
        <message>
            <source>Choose a speech pack</source>
            <translation>选一个语音包</translation>
        </message>
        <message>
            <source>Speech packs</source>
            <translation>语音包</translation>
        </message>
        <message>
            <source>Plug in the stick and press Look again. Then press the pack you want to put in.</source>
            <translation>请插上 U 盘，按“再看一次”。然后按要装的语音包。</translation>
        </message>
    </context>
    <context>
        <name>PagedFlow</name>
        <message>
            <source>Earlier</source>
            <translation>上一页</translation>
        </message>
        <message>
            <source>More</source>
            <translation>下一页</translation>
        </message>
        <message>
            <source>Shows the page before. Key: Page Up.</source>
            <translation>回到上一页。按键：Page Up。</translation>
        </message>
        <message>
            <source>Shows the next page. Key: Page Down.</source>
            <translation>看下一页。按键：Page Down。</translation>
        </message>
        <message>
            <source>More ({page})</source>
            <translation>下一页（{page}）</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>page {page} of {pages}</source>
            <translation>第 {page} 页，共 {pages} 页</translation>
        </message>
    </context>
    <context>
        <name>Pressable</name>
        <message>
            <source>Key: {key}</source>
            <extracomment>The focus ring: a strong line outside, and paper between it and the button's own edge. Pixels. Sizes tried, one after the other, to keep the words of a row of buttons on one line each. How small the words of a button may become where a page would not hold them. Signs after which nothing more is needed before the next sentence. Home: a large icon, a tile title, a note below. A list: an icon, a strong title that may wrap, a note below. One thing to do: an icon and strong words in one row. The fixed bar: an icon above a word, no edge. The reader's strip and the pager at great sizes: icon above words, an edge. What to say for it ("number one"), shown while that is listened for.</extracomment>
            <translation>按键：{key}</translation>
        </message>
    </context>
    <context>
        <name>ProblemWindow</name>
        <message>
            <source>Footbridge</source>
            <translation>连心桥</translation>
        </message>
        <message>
            <source>Footbridge can't open just now</source>
            <translation>连心桥现在打不开</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再试一次</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>Problems</name>
        <message>
            <source>There is no connection just now. Nothing is lost. It will try again by itself.</source>
            <translation>现在连不上网。什么都没丢，过一会儿会自己再试。</translation>
        </message>
        <message>
            <source>This network asks you to log in first. Nothing is lost. Ask a helper to log in.</source>
            <translation>这个网络要先登录才能用。什么都没丢，请旁边的人帮忙登录一下。</translation>
        </message>
        <message>
            <source>The other side has trouble just now. Nothing is lost. It will try again by itself.</source>
            <translation>对方那边现在出了点问题。什么都没丢，过一会儿会自己再试。</translation>
        </message>
        <message>
            <source>An answer came that could not be understood. Nothing is lost. It will try again by itself.</source>
            <translation>收到的回应看不懂。什么都没丢，过一会儿会自己再试。</translation>
        </message>
        <message>
            <source>This program is too old to talk to your community. Nothing is lost. Ask a helper for the new one.</source>
            <translation>这个程序太旧了，跟社区连不上。什么都没丢，请人帮您换成新的。</translation>
        </message>
        <message>
            <source>Many people are writing just now. Nothing is lost. It will try again by itself.</source>
            <translation>现在写的人太多。什么都没丢，过一会儿会自己再试。</translation>
        </message>
        <message>
            <source>Your community takes messages only from joined computers, and this is none. Nothing is lost. Ask a helper for a code for this computer.</source>
            <translation>您的社区只收已加入的电脑发来的消息，这台还没有加入。什么都没有丢。请找人要一个这台电脑的加入码。</translation>
        </message>
        <message>
            <source>This computer is no longer joined to your community. Everything here is kept. Ask a helper for a new code for this computer.</source>
            <translation>这台电脑已不再加入您的社区。这里的内容都还在。请找人要一个新的电脑加入码。</translation>
        </message>
        <message>
            <source>The connection is switched off. Nothing is lost. You can switch it on in the Helper's corner.</source>
            <translation>网络连接关着。什么都没丢，可以到“帮手专区”里打开。</translation>
        </message>
        <message>
            <source>You have not joined a community yet. Press Help, then Settings, then Helper's corner.</source>
            <translation>您还没有加入社区。请按“帮助”，再按“设置”，然后进“帮手专区”。</translation>
        </message>
        <message>
            <source>Your notices and messages were kept by a newer Footbridge. Nothing is lost. Please start the newer one.</source>
            <translation>您的通知和消息是用新版的连心桥保存的。什么都没丢，请打开新版的程序。</translation>
        </message>
        <message>
            <source>The file that should hold your notices belongs to another program. Nothing was changed. Ask a helper.</source>
            <translation>存放通知的那个文件是别的程序的。我们什么都没动，请找人帮忙看看。</translation>
        </message>
        <message>
            <source>The file that holds your notices is damaged. It was set aside, not deleted. Ask a helper.</source>
            <translation>存放通知的文件坏了。已经放在一边，没有删掉。请找人帮忙看看。</translation>
        </message>
        <message>
            <source>This computer's disk is full, so nothing new can be kept. What was kept before is safe. Ask a helper to make room, then try again.</source>
            <translation>这台电脑存满了，新的内容存不下。以前存的都还在。请人帮忙腾点地方，再试一次。</translation>
        </message>
        <message>
            <source>Footbridge may not write in its folder, so nothing new can be kept. What was kept before is safe. Ask a helper.</source>
            <translation>连心桥没法往自己的文件夹里存东西。以前存的都还在。请找人帮忙。</translation>
        </message>
        <message>
            <source>The folder that holds your notices is gone. Was a stick or disk taken out? Put it back, then try again.</source>
            <translation>存放通知的文件夹不见了。是不是有人拔了U盘或者硬盘？插回去，再试一次。</translation>
        </message>
        <message>
            <source>Footbridge is already open on this computer. Please use that window.</source>
            <translation>连心桥已经开着了。请用那个窗口。</translation>
        </message>
        <message>
            <source>This computer's disk lost your recording. Please say it once more, or type it.</source>
            <translation>这台电脑的硬盘弄丢了您的录音。请您再说一遍，或者打字。</translation>
        </message>
        <message>
            <source>The folder for your notices lies where two programs could spoil it. Nothing was changed. Ask a helper for a folder on this computer.</source>
            <translation>存放通知的文件夹放的地方不稳妥，两个程序会互相弄坏它。我们什么都没动。请找人帮忙，换成这台电脑里的文件夹。</translation>
        </message>
        <message>
            <source>This computer has no voice to read aloud. You can read everything on the screen.</source>
            <translation>这台电脑没有朗读的声音。所有内容都能在屏幕上看。</translation>
        </message>
        <message>
            <source>No loudspeaker was found, so nothing can be read aloud. You can read everything on the screen.</source>
            <translation>没找到喇叭，念不出声。所有内容都能在屏幕上看。</translation>
        </message>
        <message>
            <source>The voice stopped working. You can read everything on the screen. Press Listen to try again.</source>
            <translation>声音出了毛病。所有内容都能在屏幕上看。按“听”可以再试。</translation>
        </message>
        <message>
            <source>This recording can't be played. You can read everything on the screen.</source>
            <translation>这段录音放不出来。屏幕上的字都可以看。</translation>
        </message>
        <message>
            <source>No microphone was found. Nothing is lost. You can press and type, or ask a helper.</source>
            <translation>没有找到话筒，原来的都还在。您可以按按钮、打字，或者请人帮忙。</translation>
        </message>
        <message>
            <source>The microphone gives no sound. Was it pulled out? You can press and type, or put it back and try again.</source>
            <translation>话筒没有声音，是不是被拔掉了？可以按按钮、打字，也可以插好再试一次。</translation>
        </message>
        <message>
            <source>This computer can't write down what is said in this language. You can type instead.</source>
            <translation>这台电脑还不会把这种话写成字。您可以打字。</translation>
        </message>
        <message>
            <source>Listening stopped working. Nothing is lost. You can press and type, or try again.</source>
            <translation>刚才没法再听了，原来的都还在。可以按按钮、打字，也可以再试一次。</translation>
        </message>
        <message>
            <source>The voice was still reading, so I could not listen. Please try again.</source>
            <translation>刚才还在念，所以没法听您说。请再试一次。</translation>
        </message>
        <message>
            <source>There is no room on this computer for a recording. You can type, or ask a helper to make room.</source>
            <translation>这台电脑存不下录音了。可以打字，或者请人腾出地方。</translation>
        </message>
        <message>
            <source>There is no stick there. Nothing is lost. Put it in, then try again.</source>
            <translation>那里没有U盘。什么都没有丢。请插上再试。</translation>
        </message>
        <message>
            <source>The stick can't be used any more. Was it taken out? Nothing is lost. Put it in again, then press Try again.</source>
            <translation>U盘用不了了，是不是拔出来了？什么都没有丢。请重新插上，再按“再试一次”。</translation>
        </message>
        <message>
            <source>The stick is full. Nothing is lost. Make room on it, or take another one, then press Try again.</source>
            <translation>U盘满了。什么都没有丢。请腾出地方或换一个，再按“再试一次”。</translation>
        </message>
        <message>
            <source>Nothing may be written on this stick. Nothing is lost. Open its lock, or take another one, then press Try again.</source>
            <translation>这个U盘不能写入。什么都没有丢。请打开写保护或换一个，再按“再试一次”。</translation>
        </message>
        <message>
            <source>Something strange lies on this stick, so it was left alone. Nothing is lost. Take another one.</source>
            <translation>这个U盘上有奇怪的东西，没有动它。什么都没有丢。请换一个。</translation>
        </message>
        <message>
            <source>This computer does not know your community well enough yet. Nothing is lost. Let the office put notices on the stick first, or connect once.</source>
            <translation>这台电脑对您的社区还不够了解。什么都没有丢。请先让办事处把通知放到U盘上，或者联网一次。</translation>
        </message>
        <message>
            <source>Your community takes no messages by stick. Nothing is lost. They go when there is a connection.</source>
            <translation>您的社区不收U盘带来的消息。什么都没有丢。一有网络就会发出。</translation>
        </message>
        <message>
            <source>It was stopped. Nothing is lost. You may take the stick out.</source>
            <translation>已经停下。什么都没有丢。可以拔出U盘了。</translation>
        </message>
        <message>
            <source>The connection is still busy. Nothing is lost. Please try again.</source>
            <translation>网络还在忙。什么都没有丢。请再试一次。</translation>
        </message>
        <message>
            <source>There is no speech pack there. Nothing was changed.</source>
            <translation>那里没有语音包。什么都没有改动。</translation>
        </message>
        <message>
            <source>There is more than one speech pack there. Please choose one of them.</source>
            <translation>那里不止一个语音包。请选其中一个。</translation>
        </message>
        <message>
            <source>This speech pack is damaged. Nothing was changed. Copy it to the stick again.</source>
            <translation>这个语音包坏了。什么都没有改动。请重新复制到 U 盘。</translation>
        </message>
        <message>
            <source>This speech pack is for a newer Footbridge, or for another language. Nothing was changed.</source>
            <translation>这个语音包要更新的连心桥，或是别的语言。什么都没有改动。</translation>
        </message>
        <message>
            <source>This speech pack is not safe, so it was left alone. Nothing was changed. Get it from somebody you trust.</source>
            <translation>这个语音包不安全，没有装。什么都没有改动。请向信得过的人要。</translation>
        </message>
        <message>
            <source>This speech pack is locked and can't be opened. Nothing was changed.</source>
            <translation>这个语音包锁着，打不开。什么都没有改动。</translation>
        </message>
        <message>
            <source>Please choose first which language it is for.</source>
            <translation>请先选它是哪种语言的。</translation>
        </message>
        <message>
            <source>The speech pack can't be read any more. Was the stick taken out? Nothing was changed. Put it back, then try again.</source>
            <translation>语音包读不到了。U 盘拔掉了吗？什么都没有改动。请插回去再试。</translation>
        </message>
        <message>
            <source>There is not enough room on the disk. Nothing was changed. Make room, then try again.</source>
            <translation>电脑没有地方了。什么都没有改动。请腾出地方再试。</translation>
        </message>
        <message>
            <source>Footbridge may not write in its folder. Nothing was changed. Ask a helper.</source>
            <translation>连心桥的文件夹写不进去。什么都没有改动。请找人帮忙。</translation>
        </message>
        <message>
            <source>Another speech pack is being put in just now. Wait until it is done.</source>
            <translation>正在装另一个语音包。请等它装完。</translation>
        </message>
        <message>
            <source>It was stopped. Nothing was changed.</source>
            <translation>已经停下。什么都没有改动。</translation>
        </message>
        <message>
            <source>Something did not work. Nothing is lost. Please try again, or ask a helper.</source>
            <translation>有件事没办成。什么都没丢。请再试一次，或者找人帮忙。</translation>
        </message>
    </context>
    <context>
        <name>ReaderScreen</name>
        <message>
            <source>An urgent notice has come: {title}</source>
            <translation>来了一条紧急通知：{title}</translation>
        </message>
    </context>
    <context>
        <name>ReadingScreen</name>
        <message>
            <source>Notice</source>
            <extracomment>A picture wider or higher than this is scaled down while it is read from disk. Pixels.</extracomment>
            <translation>通知</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Press Listen to have this notice read aloud, or press a sentence to hear it from there. Press Read on to see more.</source>
            <extracomment>Whether what is heard now is the recording, and not the voice.</extracomment>
            <translation>按“听”，就把这条通知念给您听。按哪一句，就从哪一句念起。按“往下看”，看后面的。</translation>
        </message>
        <message>
            <source>Notices · {issuer}</source>
            <translation>通知 · {issuer}</translation>
        </message>
        <message>
            <source>This notice is not here any more. Press Back to see the others.</source>
            <translation>这条通知已经不在了。按“返回”看别的通知。</translation>
        </message>
        <message>
            <source>From the start</source>
            <translation>从头听</translation>
        </message>
        <message>
            <source>Read by the voice</source>
            <translation>让机器念</translation>
        </message>
        <message>
            <source>In short</source>
            <extracomment>What the program says about a notice, in the interface's language and not in the notice's own.</extracomment>
            <translation>简单说</translation>
        </message>
        <message>
            <source>The whole notice</source>
            <translation>通知全文</translation>
        </message>
        <message>
            <source>The picture shows: {words}</source>
            <translation>图上是：{words}</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>往前看</translation>
        </message>
        <message>
            <source>Read on</source>
            <translation>往下看</translation>
        </message>
        <message>
            <source>Play the recording</source>
            <translation>听录音</translation>
        </message>
        <message>
            <source>Tell us</source>
            <translation>说句话</translation>
        </message>
        <message>
            <source>Tell us about this</source>
            <translation>就这件事说一说</translation>
        </message>
        <message>
            <source>Previous</source>
            <translation>上一句</translation>
        </message>
        <message>
            <source>Go on</source>
            <extracomment>They move the focus or the page, or press what has the focus or a number. The width of the screen, and the height that the strip needed there so far.</extracomment>
            <translation>接着念</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>下一句</translation>
        </message>
        <message>
            <source>Say that again</source>
            <translation>重听</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>快慢</translation>
        </message>
        <message>
            <source>Slower</source>
            <translation>慢一点</translation>
        </message>
        <message>
            <source>Faster</source>
            <translation>快一点</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>好了</translation>
        </message>
        <message>
            <source>The recording has not come yet.</source>
            <translation>录音还没有传到。</translation>
        </message>
    </context>
    <context>
        <name>ReceiptScreen</name>
        <message>
            <source>Your message</source>
            <translation>您的消息</translation>
        </message>
        <message>
            <source>This message is no longer on this computer.</source>
            <translation>这条消息已经不在这台电脑上了。</translation>
        </message>
        <message>
            <source>Your receipt</source>
            <translation>您的回执</translation>
        </message>
        <message>
            <source>Number: {number}</source>
            <translation>编号：{number}</translation>
        </message>
        <message>
            <source>Code: {code}</source>
            <translation>凭证码：{code}</translation>
        </message>
        <message>
            <source>You took your message back</source>
            <translation>您收回了消息</translation>
        </message>
        <message>
            <source>Your message was erased</source>
            <translation>您的消息已被删除</translation>
        </message>
        <message>
            <source>Your message is kept</source>
            <translation>您的消息已保存</translation>
        </message>
        <message>
            <source>Your message was not taken</source>
            <translation>您的消息没有被收下</translation>
        </message>
        <message>
            <source>Your words were received</source>
            <translation>您写的话已收到</translation>
        </message>
        <message>
            <source>Your message was received</source>
            <translation>您的消息已收到</translation>
        </message>
        <message>
            <source>What you said is gone from this computer, too.</source>
            <translation>您说的话也从这台电脑上删掉了。</translation>
        </message>
        <message>
            <source>Please say it in a new message. Look in My messages to do so.</source>
            <translation>请重新说一条消息，可以从“我的消息”里开始。</translation>
        </message>
        <message>
            <source>Your words are still on this computer. Look in My messages.</source>
            <translation>您写的话还在这台电脑上，请看“我的消息”。</translation>
        </message>
        <message>
            <source>Thank you. You need do nothing more.</source>
            <translation>谢谢您。不用再做什么了。</translation>
        </message>
        <message>
            <source>Thank you. You need do nothing more: it is sent by itself.</source>
            <translation>谢谢您。您不用再做什么，它会自己发出去。</translation>
        </message>
        <message>
            <source>Thank you. Now somebody hears it. The answer comes to My messages.</source>
            <translation>谢谢您。接下来会有人听。答复会到“我的消息”里。</translation>
        </message>
        <message>
            <source>Thank you. Now somebody reads it. The answer comes to My messages.</source>
            <translation>谢谢您。接下来会有人看。答复会到“我的消息”里。</translation>
        </message>
        <message>
            <source>Thank you. Now somebody hears it. In My messages you see what becomes of it.</source>
            <translation>谢谢您。接下来会有人听。结果怎样，可以在“我的消息”里看到。</translation>
        </message>
        <message>
            <source>Thank you. Now somebody reads it. In My messages you see what becomes of it.</source>
            <translation>谢谢您。接下来会有人看。结果怎样，可以在“我的消息”里看到。</translation>
        </message>
        <message>
            <source>Your words are not lost. Look in My messages to write them anew.</source>
            <translation>您写的话没有丢。请到“我的消息”里重新写一次。</translation>
        </message>
        <message>
            <source>Please write this down. It shows that this message is yours.</source>
            <translation>请抄下来。有了它，就能证明这条消息是您的。</translation>
        </message>
        <message>
            <source>Look in My messages: something came back.</source>
            <translation>请看“我的消息”，那里有回音了。</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>好了</translation>
        </message>
        <message>
            <source>My messages</source>
            <translation>我的消息</translation>
        </message>
        <message>
            <source>This says what became of your message. Write down the number and the code, then press Done.</source>
            <translation>这里说您的消息到哪一步了。请抄下编号和凭证码，再按“好了”。</translation>
        </message>
    </context>
    <context>
        <name>Rows</name>
        <message>
            <source>Press what you want to change. Each change shows at once and can be taken back.</source>
            <translation>想改什么就按什么。一改马上就看得见，也都能变回来。</translation>
        </message>
    </context>
    <context>
        <name>Screen</name>
        <message>
            <source>You can choose:</source>
            <extracomment>So many choices have a number: the keys 1 to 9. The name in routes; also the object name. Whether its choices have numbers for whoever speaks; the keys' numbers they have always.</extracomment>
            <translation>您可以选：</translation>
        </message>
        <message>
            <source>On the other pages:</source>
            <translation>其他页上还有：</translation>
        </message>
    </context>
    <context>
        <name>SettingsScreen</name>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Make Footbridge fit you</source>
            <translation>让连心桥合您的意</translation>
        </message>
        <message>
            <source>Here you make Footbridge fit you. Everything can be taken back.</source>
            <translation>在这里，把连心桥调得合您的意。怎么改都能变回来。</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>文字大小</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Voice and listening</source>
            <translation>声音和听话</translation>
        </message>
        <message>
            <source>the voice, the microphone</source>
            <translation>朗读的声音、话筒</translation>
        </message>
        <message>
            <source>Helper's corner</source>
            <translation>帮手专区</translation>
        </message>
        <message>
            <source>connection, community</source>
            <translation>连接和社区</translation>
        </message>
    </context>
    <context>
        <name>SourcesScreen</name>
        <message>
            <source>Who is it from?</source>
            <translation>是谁发的？</translation>
        </message>
        <message>
            <source>among all notices here</source>
            <translation>在这里的所有通知里找</translation>
        </message>
        <message>
            <source>Choose whose notices you want to see.</source>
            <translation>请选您想看谁发的通知。</translation>
        </message>
        <message>
            <source>Everybody</source>
            <translation>所有人</translation>
        </message>
        <message>
            <source>There are no notices here yet.</source>
            <translation>这里还没有通知。</translation>
        </message>
        <message>
            <source>Press a name to see only their notices. Everybody shows them all again.</source>
            <translation>按一个名字，就只看他们的通知。按“所有人”，又能看到全部。</translation>
        </message>
    </context>
    <context>
        <name>StartEarScreen</name>
        <message>
            <source>That is all right: everything can also be read on the screen.</source>
            <translation>没关系：所有内容在屏幕上都能看。</translation>
        </message>
        <message>
            <source>Can I hear you?</source>
            <translation>我听得见您吗？</translation>
        </message>
        <message>
            <source>Step {step} of {steps}</source>
            <translation>第 {step} 步，共 {steps} 步</translation>
        </message>
        <message>
            <source>Speak, and see whether I can hear you. You can also do without it.</source>
            <translation>请说话，看看我能不能听见。不试也可以。</translation>
        </message>
        <message>
            <source>Good, go on</source>
            <translation>好，继续</translation>
        </message>
        <message>
            <source>I don't want to speak, go on</source>
            <translation>不想说话，继续</translation>
        </message>
        <message>
            <source>Press Speak now and say a sentence. If you don't want to speak, press go on.</source>
            <translation>请按“现在说”，说一句话。不想说话，就按继续。</translation>
        </message>
    </context>
    <context>
        <name>StartJoinScreen</name>
        <message>
            <source>Join your community</source>
            <translation>加入您的社区</translation>
        </message>
        <message>
            <source>Step {step} of {steps}</source>
            <translation>第 {step} 步，共 {steps} 步</translation>
        </message>
        <message>
            <source>Your community sends you its notices and reads your messages.</source>
            <translation>社区会把通知发给您，也会看您说的话。</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>以后再说</translation>
        </message>
        <message>
            <source>in Settings, Helper's corner</source>
            <translation>在“设置”的“帮手专区”里也能加入</translation>
        </message>
        <message>
            <source>Type its address</source>
            <translation>输入社区的地址</translation>
        </message>
        <message>
            <source>a helper can tell you</source>
            <translation>可以问问帮手</translation>
        </message>
        <message>
            <source>Another community</source>
            <translation>别的社区</translation>
        </message>
        <message>
            <source>Looking for your community …</source>
            <translation>正在找您的社区……</translation>
        </message>
        <message>
            <source>Join {name}</source>
            <translation>加入{name}</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再试一次</translation>
        </message>
        <message>
            <source>You have joined {name}.</source>
            <translation>您已加入{name}。</translation>
        </message>
        <message>
            <source>Press Join when you see the name of your community. If you are not sure, press Later; you can join at any time.</source>
            <translation>看到您社区的名字，就按“加入”。拿不准就按“以后再说”，什么时候都能加入。</translation>
        </message>
    </context>
    <context>
        <name>StartSizeScreen</name>
        <message>
            <source>Step {step} of {steps}</source>
            <extracomment>How many steps the first start has.</extracomment>
            <translation>第 {step} 步，共 {steps} 步</translation>
        </message>
        <message>
            <source>Can you read this?</source>
            <translation>看得清吗？</translation>
        </message>
        <message>
            <source>Make everything bigger or smaller, until you can read it with ease.</source>
            <translation>把字调大或调小，调到您看着不费劲。</translation>
        </message>
        <message>
            <source>Bigger</source>
            <translation>大一点</translation>
        </message>
        <message>
            <source>Smaller</source>
            <translation>小一点</translation>
        </message>
        <message>
            <source>Yes, I can read this</source>
            <translation>看得清</translation>
        </message>
        <message>
            <source>Press Bigger until you can read the sentence with ease. Then press Yes.</source>
            <translation>一直按“大一点”，按到这句话看着不费劲。然后按“看得清”。</translation>
        </message>
    </context>
    <context>
        <name>StartVoiceScreen</name>
        <message>
            <source>Say something</source>
            <translation>说句话听听</translation>
        </message>
        <message>
            <source>Slower</source>
            <translation>慢一点</translation>
        </message>
        <message>
            <source>Faster</source>
            <translation>快一点</translation>
        </message>
        <message>
            <source>Yes, I can hear you</source>
            <translation>听得见</translation>
        </message>
        <message>
            <source>I hear nothing, go on</source>
            <translation>听不见，先往下走</translation>
        </message>
        <message>
            <source>Step {step} of {steps}</source>
            <translation>第 {step} 步，共 {steps} 步</translation>
        </message>
        <message>
            <source>Can you hear me?</source>
            <translation>听得见吗？</translation>
        </message>
        <message>
            <source>Press Say something, and the voice reads a sentence to you.</source>
            <translation>按“说句话听听”，就会念一句话给您听。</translation>
        </message>
        <message>
            <source>Press Say something. If you hear it, press Yes; if not, press I hear nothing.</source>
            <translation>请按“说句话听听”。听到了就按“听得见”，没听到就按“听不见”。</translation>
        </message>
    </context>
    <context>
        <name>StickScreen</name>
        <message>
            <source>USB stick</source>
            <extracomment>So many sticks are shown.</extracomment>
            <translation>U盘</translation>
        </message>
        <message>
            <source>Helper's corner</source>
            <translation>帮手专区</translation>
        </message>
        <message>
            <source>A stick brings notices and answers, and takes your messages to the office.</source>
            <translation>U盘带来通知和答复，也把您的消息带给办事处。</translation>
        </message>
        <message>
            <source>Looking for a stick. One moment, please.</source>
            <translation>正在找U盘，请稍等。</translation>
        </message>
        <message>
            <source>No stick was found. Put one in, wait a moment, press Look again.</source>
            <translation>没有找到U盘。请插上，稍等一下，再按“再找一次”。</translation>
        </message>
        <message>
            <source>The stick: {name}</source>
            <translation>U盘：{name}</translation>
        </message>
        <message>
            <source>There is more than one stick. Which one?</source>
            <translation>插着不止一个U盘，用哪一个？</translation>
        </message>
        <message>
            <source>Swap news with the stick</source>
            <translation>用U盘收发消息</translation>
        </message>
        <message>
            <source>Swap news with {name}</source>
            <translation>用“{name}”收发消息</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>再找一次</translation>
        </message>
        <message>
            <source>Another folder</source>
            <translation>选别的文件夹</translation>
        </message>
        <message>
            <source>It takes your messages along and brings notices and answers.</source>
            <translation>它带走您的消息，带来通知和答复。</translation>
        </message>
        <message>
            <source>A stick last brought something {when}.</source>
            <translation>上次U盘带来东西，是{when}。</translation>
        </message>
        <message>
            <source>Choose the stick</source>
            <translation>选U盘</translation>
        </message>
        <message>
            <source>Swapping news. Please leave the stick in.</source>
            <translation>正在收发消息，请不要拔出U盘。</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停下</translation>
        </message>
        <message>
            <source>Copied so far: {number} MB.</source>
            <translation>已复制 {number} MB。</translation>
        </message>
        <message>
            <source>Reading what it brought …</source>
            <translation>正在读它带来的东西……</translation>
        </message>
        <message>
            <source>Good</source>
            <translation>好的</translation>
        </message>
        <message>
            <source>See the notices</source>
            <translation>看通知</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再试一次</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>算了</translation>
        </message>
        <message>
            <source>Put the stick in and press Swap news with the stick. Leave it in until it says that you may take it out.</source>
            <translation>插上U盘，按“用U盘收发消息”。等到说可以拔出时，再拔出来。</translation>
        </message>
    </context>
    <context>
        <name>StoreNews</name>
        <message>
            <source>A message that was not sent yet can't be opened any more. Please say it anew.</source>
            <translation>有一条还没发出的消息打不开了，请重新说一次。</translation>
        </message>
        <message>
            <source>The file with your notices and messages was gone.</source>
            <translation>存放通知和消息的文件不见了。</translation>
        </message>
        <message>
            <source>The file with your notices and messages was damaged.</source>
            <translation>存放通知和消息的文件坏了。</translation>
        </message>
        <message>
            <source>It is kept for a helper, and a new one was begun.</source>
            <translation>坏文件留着，可以请人来看，现在换了一个新的。</translation>
        </message>
        <message>
            <source>The last good copy was put back.</source>
            <translation>已换回最近一份好的备份。</translation>
        </message>
        <message>
            <source>The copy of {day} was put back.</source>
            <translation>已换回{day}的备份。</translation>
        </message>
        <message>
            <source>Please look in My messages whether all is there.</source>
            <translation>请到“我的消息”里看看是不是都在。</translation>
        </message>
    </context>
    <context>
        <name>SwapWords</name>
        <message numerus="yes">
            <source>%n notice(s) new or changed.</source>
            <translation>
                <numerusform>有 %n 条通知是新的或改过的。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new answer(s).</source>
            <translation>
                <numerusform>来了 %n 个答复。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) received by the office.</source>
            <translation>
                <numerusform>办事处收到了 %n 条消息。</numerusform>
            </translation>
        </message>
        <message>
            <source>The stick brought nothing new.</source>
            <translation>U盘没有带来新东西。</translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) copied to the stick.</source>
            <translation>
                <numerusform>%n 条消息已复制到U盘。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n recording(s) copied to the stick.</source>
            <translation>
                <numerusform>%n 段录音已复制到U盘。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) taken back: the office is told.</source>
            <translation>
                <numerusform>收回了 %n 条消息，会告诉办事处。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n recording(s) had no room on the stick: later.</source>
            <translation>
                <numerusform>有 %n 段录音放不下，以后再带。</numerusform>
            </translation>
        </message>
        <message>
            <source>No message had to go along.</source>
            <translation>没有要带走的消息。</translation>
        </message>
        <message>
            <source>You may take the stick out now. Bring it to the office.</source>
            <translation>现在可以拔出U盘了。请把它带给办事处。</translation>
        </message>
        <message>
            <source>You may take the stick out now.</source>
            <translation>现在可以拔出U盘了。</translation>
        </message>
        <message>
            <source>There were no notices from your community on it.</source>
            <translation>上面没有您社区的通知。</translation>
        </message>
        <message>
            <source>The notices on it are older than those here. Nothing was changed.</source>
            <translation>上面的通知比这里的旧，什么都没有改。</translation>
        </message>
        <message>
            <source>The notices on it are not from your community. They were left alone.</source>
            <translation>上面的通知不是您社区发的，没有理会。</translation>
        </message>
        <message>
            <source>The notices on it are damaged. Let the office copy them again.</source>
            <translation>上面的通知损坏了，请办事处重新复制。</translation>
        </message>
        <message>
            <source>A file on it is not safe. It was left alone. Tell the office.</source>
            <translation>上面有个文件不安全，没有打开。请告诉办事处。</translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s) not shown: changed on their way.</source>
            <translation>
                <numerusform>有 %n 条通知在路上被改过，没有显示。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n picture(s) or sound(s) still to come.</source>
            <translation>
                <numerusform>还有 %n 个图片或声音以后才到。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) could not be taken.</source>
            <translation>
                <numerusform>有 %n 条消息办事处不能收。</numerusform>
            </translation>
        </message>
        <message>
            <source>The answers on it are damaged. Let the office copy them again.</source>
            <translation>上面的答复损坏了，请办事处重新复制。</translation>
        </message>
        <message>
            <source>The answers on it are not from your community. They were left alone.</source>
            <translation>上面的答复不是您社区发的，没有理会。</translation>
        </message>
    </context>
    <context>
        <name>TakeBackScreen</name>
        <message>
            <source>Your message</source>
            <translation>您的消息</translation>
        </message>
        <message>
            <source>Something happened to this message meanwhile.</source>
            <translation>这条消息刚刚有了变化。</translation>
        </message>
        <message>
            <source>Look at it</source>
            <translation>去看看</translation>
        </message>
        <message>
            <source>Take this message back?</source>
            <translation>要收回这条消息吗？</translation>
        </message>
        <message>
            <source>Yes, take it back</source>
            <translation>是，收回</translation>
        </message>
        <message>
            <source>No, leave it as it is</source>
            <translation>不，保持原样</translation>
        </message>
        <message>
            <source>You took your message back.</source>
            <translation>您收回了消息。</translation>
        </message>
        <message>
            <source>Then it is not sent. Should it have left already, it is erased at the other end, too.</source>
            <translation>收回后就不会发出。如果已经发出，对方那边也会删除。</translation>
        </message>
        <message>
            <source>If nobody has looked at it yet, it is erased. If somebody has, the office is asked to erase it.</source>
            <translation>如果还没有人看过，就会直接删除。如果有人看过，会请办事处删除。</translation>
        </message>
        <message>
            <source>Your recording is then gone from this computer.</source>
            <translation>您的录音也会从这台电脑上删掉。</translation>
        </message>
        <message>
            <source>Remove it from this computer?</source>
            <translation>要从这台电脑上移除吗？</translation>
        </message>
        <message>
            <source>Your words and the answers are then gone. They can't be brought back.</source>
            <translation>您写的话和答复都会消失，不能找回。</translation>
        </message>
        <message>
            <source>Yes, remove it</source>
            <translation>是，移除</translation>
        </message>
        <message>
            <source>No, keep it</source>
            <translation>不，留着</translation>
        </message>
        <message>
            <source>The message is removed from this computer.</source>
            <translation>消息已从这台电脑上移除。</translation>
        </message>
        <message>
            <source>Throw these words away?</source>
            <translation>不要这些话了吗？</translation>
        </message>
        <message>
            <source>The words that could not be taken are then gone. The rest of the conversation stays.</source>
            <translation>没有收下的那些话会消失，其余的对话会留着。</translation>
        </message>
        <message>
            <source>Yes, throw them away</source>
            <translation>是，不要了</translation>
        </message>
        <message>
            <source>No, keep them</source>
            <translation>不，留着</translation>
        </message>
        <message>
            <source>The words are thrown away.</source>
            <translation>那些话已经去掉了。</translation>
        </message>
        <message>
            <source>Read what happens then, and choose. If you are not sure, press the first button: nothing changes.</source>
            <translation>请看看会发生什么，再选择。不确定就按第一个按钮，什么都不会变。</translation>
        </message>
    </context>
    <context>
        <name>TellAnswerScreen</name>
        <message>
            <source>Shall we answer you?</source>
            <translation>要我们答复您吗？</translation>
        </message>
        <message>
            <source>You need not say who you are.</source>
            <translation>不用说您是谁。</translation>
        </message>
        <message>
            <source>Yes, please answer</source>
            <translation>要，请答复我</translation>
        </message>
        <message>
            <source>the answer comes to My messages</source>
            <translation>答复会到“我的消息”里</translation>
        </message>
        <message>
            <source>No, only read it</source>
            <translation>不用，看看就好</translation>
        </message>
        <message>
            <source>nobody writes back</source>
            <translation>不会有人回信</translation>
        </message>
        <message>
            <source>Say whether you want an answer. It comes to My messages; you need not give a name.</source>
            <translation>请说要不要答复。答复会到“我的消息”里，不用留姓名。</translation>
        </message>
    </context>
    <context>
        <name>TellContactScreen</name>
        <message>
            <source>Your name, if you like</source>
            <translation>您想留姓名吗？</translation>
        </message>
        <message>
            <source>You may leave both empty.</source>
            <translation>两项都可以不填。</translation>
        </message>
        <message>
            <source>Your name</source>
            <translation>您的姓名</translation>
        </message>
        <message>
            <source>Your telephone number</source>
            <translation>您的电话号码</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Give a name or a telephone number only if you want to be called. Press Go on when you are done.</source>
            <translation>想让我们打电话给您，才需要留姓名或电话。写好了就按“继续”。</translation>
        </message>
    </context>
    <context>
        <name>TellKindScreen</name>
        <message>
            <source>What will you tell us?</source>
            <translation>您想跟我们说什么？</translation>
        </message>
        <message>
            <source>something could be better</source>
            <translation>有些事可以做得更好</translation>
        </message>
        <message>
            <source>something does not work</source>
            <translation>有什么坏了、不方便</translation>
        </message>
        <message>
            <source>you want to know something</source>
            <translation>有事想打听</translation>
        </message>
        <message>
            <source>somebody did well</source>
            <translation>有人做得好</translation>
        </message>
        <message>
            <source>only a few people read it</source>
            <translation>只有少数几个人能看</translation>
        </message>
        <message>
            <source>Tell us</source>
            <translation>说句话</translation>
        </message>
        <message>
            <source>You have a message that is not sent yet</source>
            <translation>您有一条消息还没有发出</translation>
        </message>
        <message>
            <source>You have a message that is not sent yet.</source>
            <translation>您有一条消息还没有发出。</translation>
        </message>
        <message>
            <source>There is a recording from before:</source>
            <translation>有一段以前的录音：</translation>
        </message>
        <message>
            <source>Go on with your message</source>
            <translation>接着写这条消息</translation>
        </message>
        <message>
            <source>Start a new one</source>
            <translation>重新写一条</translation>
        </message>
        <message>
            <source>Throw it away?</source>
            <translation>要扔掉它吗？</translation>
        </message>
        <message>
            <source>It was not sent. It can't be brought back.</source>
            <translation>它还没有发出，扔掉就找不回来了。</translation>
        </message>
        <message>
            <source>No, keep it</source>
            <translation>不，留着</translation>
        </message>
        <message>
            <source>Yes, throw it away</source>
            <translation>好，扔掉</translation>
        </message>
        <message>
            <source>You began a message and did not send it. You can go on with it, or throw it away and start a new one.</source>
            <translation>您有一条消息写了还没发。可以接着写，也可以扔掉，重新写一条。</translation>
        </message>
        <message>
            <source>Choose what you would like to tell us. Nothing is sent before you press Send at the end.</source>
            <translation>请选您想说哪一类话。最后按“发出”以前，什么都不会发出去。</translation>
        </message>
    </context>
    <context>
        <name>TellListenScreen</name>
        <message>
            <source>Speak when you see that I am listening, and take your time. Press I have finished at the end, or Never mind to stop.</source>
            <translation>看到“我在听”就请说，不用急。说完了按“我说完了”，不想说就按“不说了”。</translation>
        </message>
    </context>
    <context>
        <name>TellPlaceScreen</name>
        <message>
            <source>Where is it?</source>
            <translation>在什么地方？</translation>
        </message>
        <message>
            <source>Choose from a list</source>
            <translation>从名单里选</translation>
        </message>
        <message>
            <source>Say it in my own words</source>
            <translation>自己写在哪里</translation>
        </message>
        <message>
            <source>It is not about a place</source>
            <translation>跟地点没有关系</translation>
        </message>
        <message>
            <source>Which place is it?</source>
            <translation>是哪个地方？</translation>
        </message>
        <message>
            <source>In your own words. For example: by the bench at the pond</source>
            <translation>怎么说都行，比如：池塘边的长椅旁</translation>
        </message>
        <message>
            <source>In your own words:</source>
            <translation>怎么说都行：</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>There are no words yet. Write where it is, or press Back to choose again.</source>
            <translation>还没有写字。请写在哪里，或者按“返回”重新选。</translation>
        </message>
        <message>
            <source>Say where it is, so that somebody can go and look. If it is about no place, say so.</source>
            <translation>说出地方，好让人去看看。跟地点没有关系，也请选一下。</translation>
        </message>
    </context>
    <context>
        <name>TellReadBackScreen</name>
        <message>
            <source>What you said until then is kept.</source>
            <translation>在这以前说的话都留着。</translation>
        </message>
        <message>
            <source>I am not sure. Is this right?</source>
            <translation>我没把握，这样对吗？</translation>
        </message>
        <message>
            <source>Is this right?</source>
            <translation>这样对吗？</translation>
        </message>
        <message>
            <source>This is what I understood:</source>
            <translation>我是这样理解的：</translation>
        </message>
        <message>
            <source>This is what I understood. Is it right?</source>
            <translation>我是这样理解的，对吗？</translation>
        </message>
        <message>
            <source>There is a recording from before</source>
            <translation>有一段以前的录音</translation>
        </message>
        <message>
            <source>It was kept: {length}.</source>
            <translation>一直留着：{length}。</translation>
        </message>
        <message>
            <source>I could not write that down</source>
            <translation>我没能写下来</translation>
        </message>
        <message>
            <source>Nothing is lost: your voice is kept, {length}.</source>
            <translation>没有丢：您的声音留着，{length}。</translation>
        </message>
        <message>
            <source>This is your message</source>
            <translation>这就是您的消息</translation>
        </message>
        <message>
            <source>Listen to it</source>
            <translation>听一听</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停</translation>
        </message>
        <message>
            <source>Yes, that is right</source>
            <translation>对，没错</translation>
        </message>
        <message>
            <source>Say it again</source>
            <translation>重说一遍</translation>
        </message>
        <message>
            <source>Just send my voice</source>
            <translation>只发声音</translation>
        </message>
        <message>
            <source>Change it</source>
            <translation>改一改</translation>
        </message>
        <message>
            <source>Let me type</source>
            <translation>我来打字</translation>
        </message>
        <message>
            <source>This is your message in your own voice: press Listen to it to hear it. You can send it, say it again, or type instead.</source>
            <translation>这是您自己声音的消息，按“听一听”就能听到。可以发出，可以重说一遍，也可以打字。</translation>
        </message>
        <message>
            <source>These are your words. Press Listen to hear them. If something is wrong, say it again or change it.</source>
            <translation>这是您说的话，按“听”就念给您听。哪里不对，就重说一遍，或者改一改。</translation>
        </message>
    </context>
    <context>
        <name>TellScreen</name>
        <message>
            <source>Tell us: step {number} of {of}</source>
            <extracomment>What was typed is in the store at most this many milliseconds later. Whether it names topics or places, and is made anew when those change.</extracomment>
            <translation>说句话：第{number}步，共{of}步</translation>
        </message>
        <message>
            <source>About: {title}</source>
            <translation>关于通知：{title}</translation>
        </message>
    </context>
    <context>
        <name>TellSendScreen</name>
        <message>
            <source>Send</source>
            <translation>发出</translation>
        </message>
        <message>
            <source>Change something</source>
            <translation>改一改</translation>
        </message>
        <message>
            <source>Where: {place}</source>
            <translation>地点：{place}</translation>
        </message>
        <message>
            <source>You want no answer.</source>
            <translation>您不要答复。</translation>
        </message>
        <message>
            <source>You want an answer. You are: {who}</source>
            <translation>您要答复。您是：{who}</translation>
        </message>
        <message>
            <source>You want an answer, and gave no name.</source>
            <translation>您要答复，没有留姓名。</translation>
        </message>
        <message>
            <source>Ready to send?</source>
            <translation>可以发出了吗？</translation>
        </message>
        <message>
            <source>What should change?</source>
            <translation>您想改哪里？</translation>
        </message>
        <message>
            <source>The words</source>
            <translation>写的话</translation>
        </message>
        <message>
            <source>What it is</source>
            <translation>是哪一类</translation>
        </message>
        <message>
            <source>Once it is sent, only the office can read it.</source>
            <translation>发出以后，只有社区工作人员能看到。</translation>
        </message>
        <message>
            <source>Your voice goes along: {length}</source>
            <translation>您的声音也一起发：{length}</translation>
        </message>
        <message>
            <source>Send my voice along too</source>
            <translation>把我的声音也发去</translation>
        </message>
        <message>
            <source>What it is about</source>
            <translation>关于哪方面</translation>
        </message>
        <message>
            <source>Where it is</source>
            <translation>在什么地方</translation>
        </message>
        <message>
            <source>no place</source>
            <translation>没有地点</translation>
        </message>
        <message>
            <source>Whether you want an answer</source>
            <translation>要不要答复</translation>
        </message>
        <message>
            <source>yes</source>
            <translation>要</translation>
        </message>
        <message>
            <source>no</source>
            <translation>不要</translation>
        </message>
        <message>
            <source>Your name and number</source>
            <translation>姓名和电话</translation>
        </message>
        <message>
            <source>none given</source>
            <translation>没有留</translation>
        </message>
        <message>
            <source>Your voice</source>
            <translation>您的声音</translation>
        </message>
        <message>
            <source>Your message is still here, not sent.</source>
            <translation>您的消息还在这里，没有发出。</translation>
        </message>
        <message>
            <source>Look at your message once more, then press Send. Without a connection it is kept here and goes later, by itself.</source>
            <translation>请再看一遍，然后按“发出”。没有网络也不要紧，先保存在这里，以后会自己发出。</translation>
        </message>
    </context>
    <context>
        <name>TellTopicScreen</name>
        <message>
            <source>What is it about?</source>
            <translation>是关于哪方面的？</translation>
        </message>
        <message>
            <source>Choose what your message is about. If nothing fits, choose “Something else”.</source>
            <translation>请选您的消息是关于哪方面的。都不合适，就选“其他”。</translation>
        </message>
    </context>
    <context>
        <name>TellWordsScreen</name>
        <message>
            <source>Write it here, in your own words:</source>
            <translation>请写在这里，怎么说都行：</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>What is your idea?</source>
            <translation>您有什么建议？</translation>
        </message>
        <message>
            <source>What is the problem?</source>
            <translation>出了什么问题？</translation>
        </message>
        <message>
            <source>What is your question?</source>
            <translation>您想问什么？</translation>
        </message>
        <message>
            <source>Whom do you want to thank?</source>
            <translation>您想感谢谁？</translation>
        </message>
        <message>
            <source>What is it, in confidence?</source>
            <translation>您想悄悄说什么？</translation>
        </message>
        <message>
            <source>What will you tell us?</source>
            <translation>您想跟我们说什么？</translation>
        </message>
        <message>
            <source>Go on with this recording</source>
            <translation>就用这段录音</translation>
        </message>
        <message>
            <source>This computer can't write down what you say. Your voice can be sent.</source>
            <translation>这台电脑还不会把您说的话写成字，但可以发您的声音。</translation>
        </message>
        <message>
            <source>Say it</source>
            <translation>说出来</translation>
        </message>
        <message>
            <source>I listen, and write down what you say</source>
            <translation>您说，我听着写下来</translation>
        </message>
        <message>
            <source>Type it</source>
            <translation>打字</translation>
        </message>
        <message>
            <source>You write it with the keyboard</source>
            <translation>用键盘写</translation>
        </message>
        <message>
            <source>Record it</source>
            <translation>只录音</translation>
        </message>
        <message>
            <source>Just record it</source>
            <translation>只录音</translation>
        </message>
        <message>
            <source>Your voice itself is the message</source>
            <translation>您的声音就是消息</translation>
        </message>
        <message numerus="yes">
            <source>That is too long to send. Please leave something out: %n letter(s) too many. Nothing is lost.</source>
            <translation>
                <numerusform>太长了，发不出去，还多%n个字。请删掉一些，写好的都还在。</numerusform>
            </translation>
        </message>
        <message>
            <source>There are no words yet. Write some, then press Go on.</source>
            <translation>还没有写字。请写几句，再按“继续”。</translation>
        </message>
        <message>
            <source>Choose how you want to tell us: say it, type it, or just record your voice. You can hear it or read it before it is sent.</source>
            <translation>请选怎么告诉我们：说出来、打字，或者只录音。发出以前，可以听一遍、看一遍。</translation>
        </message>
        <message>
            <source>Write what you want to tell us, then press Go on. What you write is kept as you write it.</source>
            <translation>把想说的话写下来，再按“继续”。您边写，我们边保存。</translation>
        </message>
    </context>
    <context>
        <name>TextSizeScreen</name>
        <message>
            <source>Text size</source>
            <translation>文字大小</translation>
        </message>
        <message>
            <source>Make everything bigger or smaller. {size}.</source>
            <translation>把字调大或调小。现在是{size}。</translation>
        </message>
        <message>
            <source>Bigger</source>
            <translation>大一点</translation>
        </message>
        <message>
            <source>Smaller</source>
            <translation>小一点</translation>
        </message>
        <message>
            <source>This is the biggest.</source>
            <translation>已经是最大了。</translation>
        </message>
        <message>
            <source>This is the smallest.</source>
            <translation>已经是最小了。</translation>
        </message>
        <message>
            <source>Press Bigger until you can read the sentence with ease. You can change it again at any time.</source>
            <translation>一直按“大一点”，按到这句话看着不费劲。以后随时可以再调。</translation>
        </message>
    </context>
    <context>
        <name>TodayScreen</name>
        <message>
            <source>What is new</source>
            <extracomment>What is new stands first on the list; nobody listens to more than this at a time.</extracomment>
            <translation>新通知</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>All new notices are read to you, one after the other. Press Pause to stop for a while, or Next notice to pass one over.</source>
            <extracomment>Whether the voice has begun with what is shown: an end that is told late is another's.</extracomment>
            <translation>新通知会一条接一条念给您听。想停一停就按“暂停”，想跳过就按“下一条”。</translation>
        </message>
        <message>
            <source>Press Hear all to hear the whole notice.</source>
            <translation>想听全文，请按“听全文”。</translation>
        </message>
        <message>
            <source>notice {number} of {all}</source>
            <translation>第{number}条，共{all}条</translation>
        </message>
        <message>
            <source>That is all that is new.</source>
            <translation>新通知都念完了。</translation>
        </message>
        <message>
            <source>You can hear it again from the start, or see all notices.</source>
            <translation>您可以从头再听一遍，也可以看全部通知。</translation>
        </message>
        <message>
            <source>There is nothing new.</source>
            <translation>没有新通知。</translation>
        </message>
        <message>
            <source>You can see all notices.</source>
            <translation>您可以看全部通知。</translation>
        </message>
        <message numerus="yes">
            <source>%n new notice(s).</source>
            <translation>
                <numerusform>有%n条新通知。</numerusform>
            </translation>
        </message>
        <message>
            <source>Previous notice</source>
            <translation>上一条</translation>
        </message>
        <message>
            <source>Read aloud</source>
            <translation>念给我听</translation>
        </message>
        <message>
            <source>Next notice</source>
            <translation>下一条</translation>
        </message>
        <message>
            <source>Hear all</source>
            <translation>听全文</translation>
        </message>
        <message>
            <source>From the start</source>
            <translation>从头听</translation>
        </message>
        <message>
            <source>All notices</source>
            <translation>全部通知</translation>
        </message>
    </context>
    <context>
        <name>TonesScreen</name>
        <message>
            <source>Tones, listening, my messages</source>
            <translation>提示音、一直听、消息</translation>
        </message>
        <message>
            <source>Choose whether tones tell when I listen, whether I always listen, and who can read your messages here.</source>
            <translation>选一选：听的时候要不要提示音，要不要一直听，谁能在这里看您的消息。</translation>
        </message>
        <message>
            <source>Always listening: the microphone is then open all the time, for spoken commands. Nothing you say leaves this computer, and nothing is kept.</source>
            <translation>打开“一直听”，话筒就一直开着，等您说口令。您的话不会离开这台电脑，也不会保留。</translation>
        </message>
        <message>
            <source>What is sent from here is sealed. Nobody can read it on this computer.</source>
            <translation>从这里发出的消息都会密封。在这台电脑上谁也看不到。</translation>
        </message>
        <message>
            <source>Tones when I listen: on</source>
            <translation>听时的提示音：开</translation>
        </message>
        <message>
            <source>Tones when I listen: off</source>
            <translation>听时的提示音：关</translation>
        </message>
        <message>
            <source>Always listening: on</source>
            <translation>一直听：开</translation>
        </message>
        <message>
            <source>Always listening: off</source>
            <translation>一直听：关</translation>
        </message>
        <message>
            <source>After sending</source>
            <translation>发出以后</translation>
        </message>
        <message>
            <source>Press to switch it off.</source>
            <translation>按一下就关掉。</translation>
        </message>
        <message>
            <source>Press to switch it on.</source>
            <translation>按一下就打开。</translation>
        </message>
        <message>
            <source>Press a line to switch it on or off. Put it back as it was takes you back.</source>
            <translation>按一下打开，再按一下关掉。按“恢复原样”就变回去。</translation>
        </message>
    </context>
    <context>
        <name>UnderstandsScreen</name>
        <message>
            <source>What understands you</source>
            <translation>用什么听懂您</translation>
        </message>
        <message>
            <source>The best one here is used by itself</source>
            <translation>自动用这里最好的</translation>
        </message>
        <message>
            <source>Here you see what understands your speech in each language.</source>
            <translation>这里告诉您，每种语言用什么听懂。</translation>
        </message>
        <message>
            <source>Put in a speech pack</source>
            <translation>装语音包</translation>
        </message>
        <message>
            <source>See or take out speech packs</source>
            <translation>查看或删掉语音包</translation>
        </message>
        <message>
            <source>A speech pack lets this computer understand more of what you say. A helper can bring one on a USB stick.</source>
            <translation>装上语音包，电脑能听懂更多的话。可以请人用 U 盘带来。</translation>
        </message>
    </context>
    <context>
        <name>Voice</name>
        <message numerus="yes">
            <source>%n minute(s)</source>
            <translation>
                <numerusform>%n分钟</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n second(s)</source>
            <translation>
                <numerusform>%n秒</numerusform>
            </translation>
        </message>
        <message>
            <source>{minutes} {seconds}</source>
            <translation>{minutes}{seconds}</translation>
        </message>
        <message>
            <source>A message in your own voice</source>
            <translation>您自己声音的消息</translation>
        </message>
        <message>
            <source>A message in your own voice, {length}</source>
            <translation>您自己声音的消息，{length}</translation>
        </message>
        <message>
            <source>Your voice is sealed. Only the office can hear it.</source>
            <translation>您的录音已经密封，只有社区工作人员能听。</translation>
        </message>
        <message>
            <source>What you said is sealed. Only the office can read it.</source>
            <translation>您说的话已经密封，只有社区工作人员能看。</translation>
        </message>
        <message>
            <source>{kind}, sealed</source>
            <translation>{kind}（已密封）</translation>
        </message>
    </context>
    <context>
        <name>VoiceListeningScreen</name>
        <message>
            <source>Voice and listening</source>
            <translation>声音和听话</translation>
        </message>
        <message>
            <source>How I speak to you, and how I listen</source>
            <translation>我怎么说，怎么听</translation>
        </message>
        <message>
            <source>Here you choose how I speak to you and how I listen to you.</source>
            <translation>这里选我怎么对您说，怎么听您说。</translation>
        </message>
        <message>
            <source>Voice and speed</source>
            <translation>声音和快慢</translation>
        </message>
        <message>
            <source>Waiting for you</source>
            <translation>等您说完</translation>
        </message>
        <message>
            <source>Tones, listening, my messages</source>
            <translation>提示音、一直听、消息</translation>
        </message>
        <message>
            <source>Try the microphone</source>
            <translation>试试话筒</translation>
        </message>
        <message>
            <source>can I hear you?</source>
            <translation>我听得见您吗？</translation>
        </message>
        <message>
            <source>What understands you</source>
            <translation>用什么听懂您</translation>
        </message>
        <message>
            <source>English, Chinese, speech packs</source>
            <translation>英语、中文、语音包</translation>
        </message>
    </context>
    <context>
        <name>VoiceSpeedScreen</name>
        <message>
            <source>Hear it</source>
            <translation>听一听</translation>
        </message>
        <message>
            <source>Slower</source>
            <translation>慢一点</translation>
        </message>
        <message>
            <source>Faster</source>
            <translation>快一点</translation>
        </message>
        <message>
            <source>Voice and speed</source>
            <translation>声音和快慢</translation>
        </message>
        <message>
            <source>Choose how fast the voice reads to you.</source>
            <translation>选一个您听着舒服的快慢。</translation>
        </message>
        <message>
            <source>This is the fastest.</source>
            <translation>已经是最快了。</translation>
        </message>
        <message>
            <source>This is the slowest.</source>
            <translation>已经是最慢了。</translation>
        </message>
        <message>
            <source>Press Hear it to listen. Press Slower or Faster until the voice is easy to follow.</source>
            <translation>按“听一听”来听。按“慢一点”或“快一点”，调到您听得清楚。</translation>
        </message>
    </context>
    <context>
        <name>Voices</name>
        <message>
            <source>{language}: read by the built-in voice.</source>
            <translation>{language}：由自带的声音来读。</translation>
        </message>
        <message>
            <source>{language}: read by the voice “{name}”.</source>
            <translation>{language}：由“{name}”的声音来读。</translation>
        </message>
        <message>
            <source>{language}: read by this computer's voice.</source>
            <translation>{language}：由电脑本身的声音来读。</translation>
        </message>
        <message>
            <source>The voice “{name}” does not work here. Another one reads for you.</source>
            <translation>声音“{name}”在这里不能用，现在用别的声音读。</translation>
        </message>
    </context>
    <context>
        <name>WaitingScreen</name>
        <message>
            <source>Waiting for you</source>
            <translation>等您说完</translation>
        </message>
        <message>
            <source>Choose how long I wait when you are silent. {pause}.</source>
            <translation>选一选，您不说话时我等多久。{pause}。</translation>
        </message>
        <message>
            <source>When you are silent for so long, I think that you have finished. If I cut you off, press Longer.</source>
            <translation>您停这么久，我就当您说完了。要是我打断您，请按“久一点”。</translation>
        </message>
        <message>
            <source>Shorter</source>
            <translation>短一点</translation>
        </message>
        <message>
            <source>Longer</source>
            <translation>久一点</translation>
        </message>
        <message>
            <source>This is the longest.</source>
            <translation>这是最久的了。</translation>
        </message>
        <message>
            <source>This is the shortest.</source>
            <translation>这是最短的了。</translation>
        </message>
        <message>
            <source>Press Longer when I stop listening too early. Press Shorter when you have to wait.</source>
            <translation>我停得太早，就按“久一点”。要等太久，就按“短一点”。</translation>
        </message>
    </context>
    <context>
        <name>WriteBackSayScreen</name>
        <message>
            <source>To the people who answered you</source>
            <translation>写给答复您的人</translation>
        </message>
        <message>
            <source>Write back</source>
            <translation>再写几句</translation>
        </message>
        <message>
            <source>I am not sure. Is this right?</source>
            <translation>我没把握，这样对吗？</translation>
        </message>
        <message>
            <source>Is this right?</source>
            <translation>这样对吗？</translation>
        </message>
        <message>
            <source>Yes, that is right</source>
            <translation>对，没错</translation>
        </message>
        <message>
            <source>Say it again</source>
            <translation>重说一遍</translation>
        </message>
        <message>
            <source>Let me type</source>
            <translation>我来打字</translation>
        </message>
        <message>
            <source>Speak when you see that I am listening, then press I have finished. Your words are shown and read to you before they are sent.</source>
            <translation>看到“我在听”就请说，说完了按“我说完了”。发出以前，会给您看，也会念给您听。</translation>
        </message>
    </context>
    <context>
        <name>WriteBackScreen</name>
        <message>
            <source>To the people who answered you</source>
            <translation>写给答复您的人</translation>
        </message>
        <message>
            <source>Say it</source>
            <translation>说出来</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>发出</translation>
        </message>
        <message>
            <source>What is not solved yet?</source>
            <translation>还有什么没有解决？</translation>
        </message>
        <message>
            <source>Write a word of why:</source>
            <translation>请写几句，说说为什么：</translation>
        </message>
        <message>
            <source>What is not clear?</source>
            <translation>哪里没看懂？</translation>
        </message>
        <message>
            <source>Write it here if you like, or just press Send:</source>
            <translation>想写就写在这里，不写也可以直接按“发出”：</translation>
        </message>
        <message>
            <source>Write back</source>
            <translation>再写几句</translation>
        </message>
        <message>
            <source>Write it here, in your own words:</source>
            <translation>请写在这里，怎么说都行：</translation>
        </message>
        <message numerus="yes">
            <source>That is too long to send. Please leave something out: %n letter(s) too many. Nothing is lost.</source>
            <translation>
                <numerusform>太长了，发不出去，还多%n个字。请删掉一些，写好的都还在。</numerusform>
            </translation>
        </message>
        <message>
            <source>There are no words yet. Write some, then press Send.</source>
            <translation>还没有写字。请写几句，再按“发出”。</translation>
        </message>
        <message>
            <source>Write what you want to say, then press Send. Without a connection it is kept here and goes later, by itself.</source>
            <translation>把想说的话写下来，再按“发出”。没有网络也不要紧，先保存在这里，以后会自己发出。</translation>
        </message>
    </context>
</TS>
